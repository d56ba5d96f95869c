"""The list of data centres is read as it is written, and a newer one takes its place."""

from pathlib import Path
from typing import Any

import pytest

from petition import hosting_networks


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("52.95.110.1", True),
        ("135.181.255.255", True),
        ("51.75.0.0", True),
        ("2a01:4f8:c2c::1", True),
        ("2.2.2.2", False),
        ("127.0.0.1", False),
        ("203.0.113.7", False),
        ("0.0.0.0", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("ffff:ffff::", False),
    ],
)
def test_addresses_of_data_centres_are_known(address: str, is_there: bool):
    assert hosting_networks.has(address) == is_there


def test_a_newer_list_takes_the_place_of_ours(settings: Any, tmp_path: Path):
    path = tmp_path / "list"
    path.write_text("# made today\n\n2.2.2.0/24  # somewhere\n2001:db8::/32\nnonsense\n2.2.4.7/24\n", "utf-8")
    settings.HOSTING_NETWORKS = str(path)
    assert [hosting_networks.has(each) for each in ("2.2.2.2", "2001:db8::1", "2.2.4.1")] == [True] * 3
    assert not hosting_networks.has("52.95.110.1")


def test_the_list_tells_where_it_is_from():
    head = hosting_networks.FILE.read_text("utf-8").split("\n\n")[0]
    assert "CC0" in head
    assert "2026-" in head
