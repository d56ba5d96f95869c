"""How many people live in a country (Unicode CLDR), so that a country with more signatures than people is noticed."""

import json
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "populations.json"  # `manage.py write_populations` writes it


def of(country: str) -> int | None:
    """The inhabitants of `country` (ISO 3166-1 alpha-2); None where nobody lives or nobody has counted."""
    return inhabitants().get(country)


@cache
def inhabitants() -> dict[str, int]:
    """{country: its inhabitants}."""
    found: dict[str, int] = json.loads(FILE.read_text("utf-8"))["inhabitants"]
    return found
