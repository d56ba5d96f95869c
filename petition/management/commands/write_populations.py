"""Writes `petition/data/populations.json` from CLDR's territoryInfo.json, which the npm package cldr-core holds.

For whoever moves to a newer CLDR: `npm pack cldr-core`, unpack it, and give this command
`package/supplemental/territoryInfo.json`.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from petition import countries, populations

NOBODY = 1  # how CLDR writes that a territory has no inhabitants
SOURCE = "Unicode CLDR {version}, cldr-core, supplemental/territoryInfo.json (Unicode License v3)"


class Command(BaseCommand):
    """`manage.py write_populations territoryInfo.json`."""

    help = "Writes the inhabitants of each country from CLDR's territoryInfo.json."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where CLDR's file is."""
        parser.add_argument("file", type=Path, help="territoryInfo.json of the npm package cldr-core.")

    def handle(self, *_arguments: object, file: Path, **_options: object) -> None:
        """Writes the file whole, only the countries that a signatory can choose."""
        told: dict[str, Any] = json.loads(file.read_text("utf-8"))["supplemental"]
        counts = {
            country: int(about["_population"])
            for country, about in sorted(told["territoryInfo"].items())
            if country in countries.CODES and int(about["_population"]) > NOBODY
        }
        source = SOURCE.format(version=told["version"]["_cldrVersion"])
        lines = json.dumps({"source": source, "inhabitants": counts}, indent=1)
        populations.FILE.write_text(lines + "\n", "utf-8")
        self.stdout.write(f"{len(counts)} countries: {populations.FILE}")
