"""Whether an address belongs to a data centre: programs live there, petitions are read elsewhere."""

import logging
import socket
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

FILE = Path(__file__).parent / "data" / "hosting_networks.txt"  # its head tells where it is from

Ranges = tuple[list[int], list[int]]  # where each network begins and ends, in order


def has(address: str) -> bool:
    """Whether `address` (as pages.client_address writes it) lies in one of the networks."""
    version, family = (6, socket.AF_INET6) if ":" in address else (4, socket.AF_INET)
    asked = int.from_bytes(socket.inet_pton(family, address), "big")  # a tenth of what ipaddress takes
    begins, ends = ranges(settings.HOSTING_NETWORKS or FILE)[version]
    place = bisect_right(begins, asked) - 1
    return place >= 0 and asked <= ends[place]


@cache
def ranges(path: Path | str) -> dict[int, Ranges]:
    """{4: …, 6: …} of the file: a network a line, # before remarks. Raises OSError where there is none."""
    found = sorted(networks(Path(path).read_text("utf-8")), key=lambda each: (each.version, each.network_address))
    return {
        version: (
            [int(each.network_address) for each in found if each.version == version],
            [int(each.broadcast_address) for each in found if each.version == version],
        )
        for version in (4, 6)
    }


def networks(text: str) -> Iterator[IPv4Network | IPv6Network]:
    """The networks of a file. A line that names none is told in the log: nobody shall be unable to sign by it."""
    for position, line in enumerate(text.splitlines(), start=1):
        if written := line.partition("#")[0].strip():
            try:
                yield ip_network(written, strict=False)
            except ValueError:
                logger.warning("The list of hosting networks has no network in line %s: %s", position, written)
