"""One mailbox, however it is written: what we deliver to, and keys that compare without being readable."""

import hmac
import re
import unicodedata
from datetime import date

import idna
from django.conf import settings

MOST_CHARACTERS = 254  # RFC 5321, 4.5.3.1.3 less its angle brackets
# RFC 5322 dot-atom, without what begins an encoded word (RFC 2047): some mail programs decode it even in an address
LOCAL = re.compile(r"(?!.*=\?)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
MOST_IN_LOCAL = 64
# A domain that nothing has to be done about but to write it small: what `idna` says of it, at a fiftieth of its time
PLAIN = re.compile(
    r"(?=.{1,253}\Z)(?:(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*(?!..--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)
DOTS_IGNORED = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}  # two names of the same mailboxes


class NotAMailbox(ValueError):
    """What was typed is no address that a letter can be sent to."""


def tidy(typed: str) -> str:
    """The address that letters go to: as typed, but for what no keyboard shows. Raises NotAMailbox.

    Copying from a right-to-left text brings direction marks along, some keyboards write full-width letters, and a
    sentence ends with a dot: none of it is part of the address.
    """
    if len(typed) > 4 * MOST_CHARACTERS:
        raise NotAMailbox
    address = compatible(typed).strip().rstrip(".")
    local, at, domain = address.rpartition("@")
    if not at or len(local) > MOST_IN_LOCAL or not LOCAL.fullmatch(local) or len(address) > MOST_CHARACTERS:
        raise NotAMailbox
    if "." not in ascii_domain(domain):
        raise NotAMailbox
    return address


def canonical(address: str) -> str:
    """One form for all ways to write a mailbox: folded, no +tag, dots only where they matter. Raises NotAMailbox."""
    local, _at, domain = compatible(address).strip().rpartition("@")
    domain = ascii_domain(domain)  # unfolded: "straße.de" is another domain than "strasse.de"
    local = local.casefold()
    if "+" in local:
        local = re.sub(r"(?<=.)\+.*", "", local)
    if domain in DOTS_IGNORED:
        domain, local = DOTS_IGNORED[domain], local.replace(".", "")
    return f"{local}@{domain}"


def key(address: str, petition_id: int) -> str:
    """What makes a mailbox unique in a petition: 64 hexadecimal digits that say nothing without MAILBOX_KEY."""
    return key_of_canonical(canonical(address), petition_id)


def key_of_canonical(mailbox: str, petition_id: int) -> str:
    """The same for a mailbox that is canonical already."""
    return keyed(f"petition {petition_id}\0{mailbox}")


def day_bucket(address: str, day: date) -> str:
    """The same for all petitions on one day, so that letters can be limited; the next day it is another."""
    return day_bucket_of_canonical(canonical(address), day)


def day_bucket_of_canonical(mailbox: str, day: date) -> str:
    """The same for a mailbox that is canonical already."""
    return keyed(f"day {day.isoformat()}\0{mailbox}")


def domain_of(address: str) -> str:
    """The domain of an address as the mail system writes it. Raises NotAMailbox."""
    return domain_of_canonical(canonical(address))


def domain_of_canonical(mailbox: str) -> str:
    """The same for a mailbox that is canonical already."""
    return mailbox.rpartition("@")[2]


def domain_key(domain: str) -> str:
    """The same for all mailboxes of a domain: 32 hexadecimal digits. Raises NotAMailbox."""
    return keyed(f"domain\0{ascii_domain(domain)}")[:32]


def compatible(text: str) -> str:
    """`text` in Unicode's compatibility form (NFKC), without format characters."""
    if text.isascii():
        return text
    return "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")


def ascii_domain(domain: str) -> str:
    """The domain as the mail system writes it: "пример.рф" is "xn--e1afmkfd.xn--p1ai". Raises NotAMailbox."""
    if domain.isascii() and PLAIN.fullmatch(small := domain.lower()):
        return small
    try:
        return idna.encode(domain, uts46=True).decode("ascii").lower()
    except UnicodeError:  # idna's errors are of this kind
        raise NotAMailbox from None


def keyed(message: str) -> str:
    """What nobody without MAILBOX_KEY can compute: 64 hexadecimal digits.

    By hmac.new: hmac.digest lets other threads go first each time, and in a storm that costs milliseconds.
    """
    return hmac.new(settings.MAILBOX_KEY.encode(), message.encode(), "sha256").hexdigest()
