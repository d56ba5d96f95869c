"""How many live where, for alarms; made from CLDR by a command."""

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from petition import countries, populations


def test_nearly_every_country_that_can_be_chosen_has_inhabitants():
    assert set(countries.CODES) - set(populations.inhabitants()) == {"BV", "HM"}
    assert populations.of("BV") is None
    assert populations.of("XX") is None
    assert 9_000_000 < (populations.of("AZ") or 0) < 12_000_000
    assert (populations.of("VA") or 0) < 2_000


def test_the_file_tells_where_it_is_from():
    assert "CLDR" in json.loads(populations.FILE.read_text("utf-8"))["source"]


def test_the_command_takes_over_what_cldr_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    territories = {"AZ": "10650200", "BV": "1", "001": "8000000000", "XK": "1977090"}
    told = {
        "version": {"_cldrVersion": "48"},
        "territoryInfo": {code: {"_population": count} for code, count in territories.items()},
    }
    source = tmp_path / "territoryInfo.json"
    source.write_text(json.dumps({"supplemental": told}), "utf-8")
    monkeypatch.setattr(populations, "FILE", tmp_path / "populations.json")
    call_command("write_populations", source)
    written = json.loads(populations.FILE.read_text("utf-8"))
    assert written["inhabitants"] == {"AZ": 10_650_200}
    assert "48" in written["source"]
    assert "1 countries" in capsys.readouterr().out
