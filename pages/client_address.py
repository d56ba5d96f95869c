"""From which address a request came, as far as our own proxies vouch for it."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "0.0.0.0"  # noqa: S104 (no address to listen on: where a server on a socket names no client)
PLAIN = re.compile(r"((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!\Z)|\Z)){4}", re.ASCII)  # of IPv4, canonical already
WITH_PORT = re.compile(r"\[(?P<six>[^\]]*)\](:\d+)?|(?P<four>[\d.]+):\d+")  # as some proxies write it


def of(request: HttpRequest) -> str:
    """The client's address in its canonical form, e.g. 203.0.113.7 or 2001:db8::7.

    Each proxy of ours adds at the right end of X-Forwarded-For whom it was asked by. So with n proxies the n-th entry
    from the right is true, and whatever stands left of it was written by the client. The address of the connection
    counts where no proxy is ours, and where the entry is missing or no address.
    """
    hops = settings.TRUSTED_PROXIES
    entries = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    told = canonical(entries[-hops]) if 0 < hops <= len(entries) else None
    return told or canonical(request.META.get("REMOTE_ADDR") or "") or UNKNOWN


def networks(address: str) -> tuple[str, str]:
    """The networks of an address of `of` that count as one client and as one neighbourhood.

    They are /32 and /24 of IPv4, /64 and /48 of IPv6: a provider gives a household one IPv6 network, of /64 or wider,
    whose addresses it takes at will (RFC 6177).
    """
    if ":" not in address:
        return f"{address}/32", f"{address.rpartition('.')[0]}.0/24"
    return str(ip_network((address, 64), strict=False)), str(ip_network((address, 48), strict=False))


def canonical(text: str) -> str | None:
    """The address that `text` names, without port and zone, IPv4 unwrapped from IPv6; None where it names none."""
    text = text.strip()
    if PLAIN.fullmatch(text):  # nearly always
        return text
    if found := WITH_PORT.fullmatch(text):
        text = found["six"] or found["four"] or ""
    try:
        address: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
