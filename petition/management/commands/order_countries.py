"""Writes `petition/data/country_order.json`: the countries in the alphabetical order of each language.

For whoever adds a language or moves to a new Babel. The collation rules (CLDR) come from a browser, because no Python
package has them for every system: it needs requirements-dev.txt and Chromium.
"""

import json
import unicodedata
from argparse import ArgumentParser
from collections.abc import Callable

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from playwright.sync_api import Page, sync_playwright

from petition import countries

SORTED = """([tag, names]) => {
    if (!Intl.Collator.supportedLocalesOf([tag]).length) return null;
    const rules = new Intl.Collator(tag);
    return Object.keys(names).sort((one, other) => rules.compare(names[one], names[other]));
}"""

# Languages whose rules Chromium leaves out, as their alphabet, signs first: what CLDR's rules for the language come to.
ALPHABETS = {"az": " -’abcçdeəfgğhxıijkqlmnoöprsştuüvyzw"}


class Command(BaseCommand):
    """`manage.py order_countries [--chromium PATH]`."""

    help = "Writes the order of the countries in each language (needs requirements-dev.txt and Chromium)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where Chromium is."""
        parser.add_argument("--chromium", default="/usr/bin/chromium", help="Whose collation rules are used.")

    def handle(self, *_arguments: object, **options: str) -> None:
        """Orders every language of the settings and writes the file whole."""
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=options["chromium"], args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page()
            found = {code: self.ordered(code, page) for code, _english in settings.LANGUAGES}
            browser.close()
        countries.ORDER_FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
        self.stdout.write(f"{len(found)} languages, {len(countries.CODES)} countries: {countries.ORDER_FILE}")

    def ordered(self, code: str, page: Page) -> dict[str, str]:
        """One entry of the file."""
        names = {country: countries.name(country, code) for country in countries.CODES}
        order = page.evaluate(SORTED, [code, names])
        if order is None and code not in ALPHABETS:
            raise CommandError(f"This Chromium has no order for {code}: add its alphabet to ALPHABETS in {__file__}.")
        if order is None:
            order = sorted(names, key=lambda country: alphabetically(ALPHABETS[code])(names[country]))
        return {"names": countries.fingerprint(code), "order": " ".join(order)}


def alphabetically(alphabet: str) -> Callable[[str], list[int]]:
    """The sort key of an alphabet; a letter from outside it counts as the letter under its accent."""

    def place(letter: str) -> int:
        plain = letter if letter in alphabet else unicodedata.normalize("NFD", letter)[0]
        return alphabet.find(plain) + 1

    def lower(name: str) -> str:  # Turkic languages have two letters i
        return (name.replace("I", "ı").replace("İ", "i") if "ı" in alphabet else name).lower()

    return lambda name: [place(letter) for letter in lower(name)]
