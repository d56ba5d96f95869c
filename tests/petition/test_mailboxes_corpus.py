"""One person, one signature: equal mailboxes meet however they are written, different ones stay apart."""

import csv
import json
from collections import Counter
from itertools import product
from pathlib import Path
from random import Random

from petition import mailbox

DATA = Path(__file__).parents[1] / "data"
EQUAL = [json.loads(line) for line in (DATA / "equal_mailboxes.txt").read_text("ascii").splitlines()]
DIFFERENT = 10_000

# Spelled alike and yet not the same: only Gmail ignores dots, nobody ignores hyphens, "ß" is not "ss" in a domain.
NEAR = [
    ["anna.k@example.org", "annak@example.org", "anna-k@example.org", "anna_k@example.org", "anna.k@example.com"],
    ["a.nna@outlook.com", "anna@outlook.com", "anna@hotmail.com", "anna@outlook.de", "anna@mail.outlook.com"],
    ["anna@straße.de", "anna@strasse.de", "anna@xn--strae-oqb.de", "anna@stra-sse.de"],
    ["anna@βόλος.com", "anna@βόλοσ.com"],
    ["anna@apple.example", "anna@аррӏе.example", "anna@appie.example", "anna@app1e.example"],
    ["anna@ıstanbul.example", "anna@istanbul.example", "anna@i̇stanbul.example"],
    ["anna@gmail.com", "anna@gmail.co", "anna@gmail.com.az", "anna@googlemail.co.uk", "anna@gmai1.com"],
    ["+994501234567@example.org", "994501234567@example.org", "+994501234568@example.org"],
    ["o'neil@example.org", "oneil@example.org", "o.neil@example.org"],
    ["0live@example.org", "olive@example.org", "o1ive@example.org"],
]
GIVEN, FAMILY, DOMAINS = (line.split() for line in (DATA / "parts_of_mailboxes.txt").read_text("utf-8").splitlines())
PATTERNS = (
    "{g}.{f}",
    "{f}.{g}",
    "{g}{f}",
    "{g}_{f}",
    "{g}-{f}",
    "{i}.{f}",
    "{i}{f}{n}",
    "{g}{n}",
    "{g}.{f}{n}",
    "{f}{n}",
)


def key(typed: str) -> str:
    """What the form makes of what was typed."""
    return mailbox.key(mailbox.tidy(typed), 1)


def different() -> list[str]:
    """Ten thousand mailboxes of ten thousand people, drawn the same each time; at Gmail without dots."""
    found = {address for family in NEAR for address in family}
    dice = Random(4)
    kinds = list(product(GIVEN, FAMILY, PATTERNS, DOMAINS))
    while len(found) < DIFFERENT:
        given, family, pattern, domain = dice.choice(kinds)
        local = pattern.format(g=given, f=family, i=given[0], n=dice.randint(1, 2009))
        found.add(f"{local.replace('.', '') if domain == 'gmail.com' else local}@{domain}")
    return sorted(found)


def test_there_are_at_least_200_equal_pairs_of_many_kinds() -> None:
    assert len(EQUAL) >= 200
    assert len({(one, other) for _why, one, other in EQUAL}) == len(EQUAL)
    assert len({why for why, _one, _other in EQUAL}) >= 30


def test_equal_mailboxes_meet_however_they_are_written() -> None:
    apart = [(why, one, other) for why, one, other in EQUAL if key(one) != key(other)]
    assert apart == []


def test_ten_thousand_different_mailboxes_stay_apart() -> None:
    people = different()
    assert len(people) == DIFFERENT
    met = {found: times for found, times in Counter(map(key, people)).items() if times > 1}
    assert sum(met.values()) <= DIFFERENT // 1000


def test_mailboxes_that_only_look_alike_stay_apart() -> None:
    for family in NEAR:
        keys = [key(address) for address in family]
        assert len(set(keys)) == len(keys), family


def test_a_mailbox_is_none_of_the_names_of_the_world() -> None:
    names = [row["name"] for row in csv.DictReader((DATA / "names.csv").read_text("utf-8").splitlines())]
    for name in names:
        try:
            mailbox.tidy(name)
        except mailbox.NotAMailbox:
            continue
        raise AssertionError(name)
