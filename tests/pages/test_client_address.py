"""pages.client_address: who asks is told by our own proxies, never by the client."""

from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st

from pages import client_address

ADDRESSES = st.ip_addresses().map(str)
HEADERS = st.lists(ADDRESSES | st.text(st.characters(codec="latin-1", exclude_characters=",\r\n"), max_size=40))
CONNECTION = "192.0.2.1"


def asked(hops: int, forwarded: str | None, connection: str = CONNECTION) -> str:
    """Who asks, with `hops` proxies of ours."""
    meta: dict[str, Any] = {"REMOTE_ADDR": connection}
    if forwarded is not None:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded
    with override_settings(TRUSTED_PROXIES=hops):
        return client_address.of(RequestFactory().get("/", **meta))


def plain(address: str) -> str:
    """`address` as the module writes it."""
    told = ip_address(address)
    return str(getattr(told, "ipv4_mapped", None) or told)


@given(forged=HEADERS, client=st.ip_addresses().map(str), proxies=st.lists(ADDRESSES, max_size=3))
def test_what_a_client_writes_never_matters(forged: list[str], client: str, proxies: list[str]) -> None:
    header = ", ".join([*forged, client, *proxies])
    assert asked(len(proxies) + 1, header) == plain(client.partition("%")[0])


@given(forged=HEADERS, connection=ADDRESSES)
def test_without_a_proxy_of_ours_the_header_says_nothing(forged: list[str], connection: str) -> None:
    assert asked(0, ",".join(forged), connection) == plain(connection)


@given(HEADERS, st.integers(0, 5))
def test_whatever_is_written_there_comes_out_an_address(forged: list[str], hops: int) -> None:
    assert client_address.networks(asked(hops, ",".join(forged)))


ODD = ["203.0.113", "203.0.113.07", "203.0.113.7.", "203.0.113.7.1", "٢٠٣.0.113.7"]


@pytest.mark.parametrize("header", [None, "", "unknown", "203.0.113.7, -", "203.0.113.999", ", ,", *ODD])
def test_a_header_that_names_nobody_leaves_the_connection(header: str | None) -> None:
    assert asked(1, header) == CONNECTION


def test_a_header_shorter_than_the_way_through_our_proxies_leaves_the_connection() -> None:
    assert asked(2, "203.0.113.7") == CONNECTION


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("2001:DB8:0:0::7", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_an_address_has_one_form(written: str, read: str) -> None:
    assert asked(1, f"10.0.0.1, {written}") == read
    assert asked(0, None, written) == read


def test_a_server_on_a_socket_names_no_client() -> None:
    assert asked(0, None, "") == client_address.UNKNOWN


@given(ADDRESSES.map(lambda address: address.partition("%")[0]))
def test_an_address_lies_in_its_networks(address: str) -> None:
    host, prefix = map(ip_network, client_address.networks(address))
    assert ip_address(address) in host
    assert host.subnet_of(prefix)


def test_a_household_and_its_neighbourhood_have_their_sizes() -> None:
    assert client_address.networks("203.0.113.7") == ("203.0.113.7/32", "203.0.113.0/24")
    assert client_address.networks("2001:db8:1:2::7") == ("2001:db8:1:2::/64", "2001:db8:1::/48")
