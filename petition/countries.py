"""The countries a signatory can choose: ISO codes, names and their order in each language (Unicode CLDR)."""

import json
import zlib
from functools import cache
from pathlib import Path

from pages.formats import locale

# The 249 officially assigned codes of ISO 3166-1 alpha-2: what a browser fills in for autocomplete="country".
# XK and the like are user-assigned, outside the standard, so browsers, mail merges and statistics disagree on them.
ISO_3166 = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY "
    "BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK "
    "FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR "
    "IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK "
    "ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM "
    "PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF "
    "TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW"
)
CODES: tuple[str, ...] = tuple(ISO_3166.split())

ORDER_FILE = Path(__file__).parent / "data" / "country_order.json"  # `manage.py order_countries` writes it


def name(country: str, code: str) -> str:
    """The name of `country` in the language `code`; KeyError for what is not an ISO code."""
    return str(locale(code).territories[country])


@cache
def choices(code: str) -> tuple[tuple[str, str], ...]:
    """Every (country, name), in the alphabetical order of the language `code`."""
    order = orders().get(code, {}).get("order", "").split() or sorted(
        CODES, key=lambda each: name(each, code).casefold()
    )
    return tuple((country, name(country, code)) for country in order)


@cache
def orders() -> dict[str, dict[str, str]]:
    """{language: {"order": its codes in order, "names": the fingerprint of the names that were ordered}}."""
    found: dict[str, dict[str, str]] = json.loads(ORDER_FILE.read_text("utf-8"))
    return found


def fingerprint(code: str) -> str:
    """Changes when a new Babel renames a country in this language, so that a stale order is noticed."""
    return f"{zlib.crc32(' '.join(name(country, code) for country in CODES).encode()):08x}"
