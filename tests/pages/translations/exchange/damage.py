"""Ways in which a file can come back damaged, by accident or on purpose; each takes a good one and dice."""

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

Damage = Callable[[bytes, Random], bytes]
TAG = re.compile(rb"<(?:bpt|ept|ph|pc|/pc)[^>]*>|</?\d+/?>|&lt;/?\d+/?&gt;")
DIGEST = re.compile(rb"\b[0-9a-f]{32}\b")
TARGET = re.compile(rb"<target[^>]*>|msgstr \"|</\d+>")
LAUGHS = b"".join(b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 10) for n in range(1, 12))
BOMB = b'<!DOCTYPE xliff [<!ENTITY a "ha">' + LAUGHS + b"]>"
EXTERNAL = b'<!DOCTYPE xliff [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
REMOTE = b'<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/evil.dtd">'


def spot(content: bytes, dice: Random, pattern: re.Pattern[bytes]) -> tuple[int, int]:
    """The place of one find of `pattern`; any place where there is none."""
    places = [found.span() for found in pattern.finditer(content)]
    anywhere = dice.randrange(len(content))
    return dice.choice(places) if places else (anywhere, anywhere + 1)


def put(content: bytes, at: int, piece: bytes) -> bytes:
    return content[:at] + piece + content[at:]


def cut(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(len(content))]


def flip(content: bytes, dice: Random) -> bytes:
    found = bytearray(content)
    for _time in range(dice.randint(1, 30)):
        found[dice.randrange(len(found))] = dice.randrange(256)
    return bytes(found)


def lose_tag(content: bytes, dice: Random) -> bytes:
    start, end = spot(content, dice, TAG)
    return content[:start] + content[end:]


def double_tag(content: bytes, dice: Random) -> bytes:
    start, end = spot(content, dice, TAG)
    return put(content, end, content[start:end])


def renumber_tag(content: bytes, dice: Random) -> bytes:
    start, end = spot(content, dice, TAG)
    return content[:start] + re.sub(rb"\d+", b"%d" % dice.randrange(99), content[start:end]) + content[end:]


def wrong_digest(content: bytes, dice: Random) -> bytes:
    start, end = spot(content, dice, DIGEST)
    return content[:start] + b"%032x" % dice.getrandbits(128) + content[end:]


def swap_languages(content: bytes, dice: Random) -> bytes:
    other = dice.choice([b"fr", b"fa", b"xx", b"en-GB", b"", b"../..", b"a" * 300])
    swapped = content.replace(b'"en"', b'"ar!"').replace(b'"ar"', b'"en"').replace(b'"ar!"', b'"ar"')
    return dice.choice([swapped, *(content.replace(code, other) for code in (b'"ar"', b"[ar]", b"Language: ar"))])


def wrong_encoding(content: bytes, dice: Random) -> bytes:
    return content.decode().encode(
        dice.choice(["utf-16", "utf-32", "utf-7", "cp1256", "latin-1", "utf-16-be"]), "replace"
    )


def wrong_declaration(content: bytes, dice: Random) -> bytes:
    name = dice.choice([b"ISO-8859-1", b"UTF-16", b"utf-7", b"nonsense", b"cp037", b"zip", b"unicode_escape"])
    return content.replace(b"UTF-8", name)


def entity_bomb(content: bytes, dice: Random) -> bytes:
    head = dice.choice([BOMB, EXTERNAL, REMOTE])
    at = content.find(b"?>") + 2 if b"?>" in content else 0
    return put(content, at, head).replace(b"<note>", b"<note>&a;").replace(b"<target", b"&l;<target")


def shuffle_lines(content: bytes, dice: Random) -> bytes:
    lines = content.split(b"\n")
    dice.shuffle(lines)
    return b"\n".join(lines)


def lose_lines(content: bytes, dice: Random) -> bytes:
    return b"\n".join(line for line in content.split(b"\n") if dice.random() > 0.1)


def repeat(content: bytes, dice: Random) -> bytes:
    return content + content[dice.randrange(len(content)) :]


def binary(content: bytes, dice: Random) -> bytes:
    return dice.choice(
        [dice.randbytes(5_000), b"\x7fELF" + content, b"%PDF-1.7\n" + content, b"\x1f\x8b" + content, b""]
    )


def zip_bomb(content: bytes, dice: Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.xlf", b"0" * 1_000_000)
    return buffer.getvalue()


def other_places(content: bytes, dice: Random) -> bytes:
    wrong = dice.choice(
        [b"pages.standardpage/999999999999999999", b"auth.user/1", b"../etc/passwd", b"pages.standardpage/", b"x" * 999]
    )
    return re.sub(rb"pages\.standardpage/\d+", wrong, content)


def other_paths(content: bytes, dice: Random) -> bytes:
    return content.replace(b"body.", dice.choice([b"", b"slug", b"__class__.", b"body..", b"address"]))


def stray_signs(content: bytes, dice: Random) -> bytes:
    start, _end = spot(content, dice, TARGET)
    return put(
        content,
        start,
        dice.choice([b"\x00", b"\x08", b"\xff\xfe", b"\xed\xa0\x80", b'"', b"<", b"&#0;", b"&#xD800;", b"\\"]),
    )


def too_long(content: bytes, dice: Random) -> bytes:
    return put(content, spot(content, dice, TARGET)[1], b"long " * 60_000)


def too_deep(content: bytes, dice: Random) -> bytes:
    return put(content, spot(content, dice, TARGET)[1], b'<g id="1">' * 20_000)


def foreign_markup(content: bytes, dice: Random) -> bytes:
    wanted = [
        b"<script>alert(1)</script>",
        b"&lt;img src=x onerror=alert(1)&gt;",
        b"<cp hex='D800'/>",
        b"<ph ctype='x-cp-0'/>",
    ]
    return put(content, spot(content, dice, TARGET)[1], dice.choice(wanted))


DAMAGES: list[Damage] = [
    cut, flip, lose_tag, double_tag, renumber_tag, wrong_digest, swap_languages, wrong_encoding, wrong_declaration,
    entity_bomb, shuffle_lines, lose_lines, repeat, binary, zip_bomb, other_places, other_paths, stray_signs, too_long,
    too_deep, foreign_markup,
]  # fmt: skip
