"""PO, as gettext's tools know it: a message is a unit, its context subject and path, fuzzy whatever isn't done."""

import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation import gettext_lazy as _

from pages.models.translation import UnitState
from pages.translations.exchange.parts import Group, Incoming, Outgoing, Segment, Unreadable

DIGEST = re.compile(r"^digest: ([0-9a-f]+)$", re.MULTILINE)
WHOLE = 0  # no line is wrapped: a wrapped one may be rejoined otherwise


class Po:
    """PO."""

    name = "po"
    tool = "po"
    label = "PO (gettext)"
    suffix = "po"
    media_type = "text/x-gettext-translation"

    def write(self, outgoing: Outgoing) -> Iterator[str]:
        """The header, then a message a segment."""
        head = polib.POFile()
        head.metadata = {
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": outgoing.language.replace("-", "_"),
            "X-Source-Language": outgoing.source_language,
            "X-Language": outgoing.language,
        }
        yield written(head.metadata_as_entry())
        for group in outgoing.groups:
            for segment in group.segments:
                yield written(entry(group, segment))

    def read(self, content: bytes) -> list[Incoming]:
        """The messages that carry a context of ours."""
        found = parsed(content)
        source_language = found.metadata.get("X-Source-Language", "")
        language = found.metadata.get("X-Language") or found.metadata.get("Language", "").replace("_", "-")
        return [incoming(message, source_language, language) for message in found if not message.obsolete]


# Out ------------------------------------------------------------------------------------------------------------------
def written(message: polib.POEntry) -> str:
    """A message as it stands in the file."""
    return message.__unicode__(WHOLE) + "\n"


def entry(group: Group, segment: Segment) -> polib.POEntry:
    """A segment as a message. Where it stands, and the digest, are comments that tools hand on."""
    is_open = bool(segment.target.text) and segment.standing != "done"
    return polib.POEntry(
        msgctxt=f"{group.subject} {segment.path}",
        msgid=segment.source.text,
        msgstr=segment.target.text,
        comment=f"{' '.join(segment.labels.split())}\ndigest: {segment.digest}",
        flags=["fuzzy"] if is_open else [],
        previous_msgid=segment.before or None,
    )


# In -------------------------------------------------------------------------------------------------------------------
def parsed(content: bytes) -> polib.POFile:
    """The file as polib reads it: from a file of ours, since it would take some texts for the name of one."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise Unreadable(_("The file is in an encoding that is not understood. Save it as UTF-8.")) from wrong
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.po"
        path.write_bytes(content)
        try:
            return polib.pofile(str(path), encoding="utf-8")
        except (OSError, ValueError, LookupError, AttributeError, TypeError) as wrong:
            place = re.search(r"line (\d+)", str(wrong))
            sentence = _("The file is damaged: at line %(line)s it stops being PO.")
            raise Unreadable(sentence % {"line": place[1] if place else "?"}) from wrong


def incoming(message: polib.POEntry, source_language: str, language: str) -> Incoming:
    """One message."""
    subject, _space, path = (message.msgctxt or "").partition(" ")
    digest = DIGEST.search(message.comment)
    return Incoming(
        subject=subject,
        path=path,
        source=message.msgid,
        text=message.msgstr,
        state=UnitState.DRAFT if message.fuzzy else UnitState.DONE,
        digest=digest[1] if digest else "",
        source_language=source_language,
        language=language,
    )
