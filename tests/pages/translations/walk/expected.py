"""What one page must hold after each step, kept beside it by simpler means than the site's own."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pages.languages import column
from pages.models import StandardPage
from pages.translations.leaves import Spot, in_blocks, rewrite
from pages.translations.structure import without
from pages.translations.units import digest
from tests.pages.translations.trees import BODY, Raw, ids, texts

SPOKEN = ["en", "az", "tr", "ar"]
FIELDS = ["heading", "introduction", "meta_title"]
Texts = dict[tuple[str, str], str]  # {(field, language): text}
EMPTY: dict[str, Any] = {**dict.fromkeys(FIELDS, ""), "body": []}


def body_of(page: Any, code: str) -> Raw:
    """The stored blocks of `page` in a language."""
    return list(getattr(page, column("body", code)).raw_data)


def every_text(raw: Raw) -> dict[str, str]:
    """{key: text} of every leaf, empty ones too."""
    return {leaf.key: leaf.text for leaf in in_blocks("body", BODY, raw)}


def leaf_keys(raw: Raw) -> set[str]:
    """The keys of all leaves."""
    return set(every_text(raw))


def put_keys(raw: Raw, wanted: dict[str, str]) -> Raw:
    """`raw` with the texts {key: text}."""
    found: Raw = rewrite(BODY, raw, Spot("body", "", ()), lambda at, _block, text: wanted.get(at.key, text))
    return found


@dataclass
class Content:
    """What a draft holds."""

    fields: Texts
    bodies: dict[str, Raw]

    @classmethod
    def of(cls, page: Any) -> "Content":
        """What `page` holds."""
        fields = {(base, code): getattr(page, column(base, code)) for base in FIELDS for code in SPOKEN}
        return cls(fields, {code: body_of(page, code) for code in SPOKEN})

    def of_language(self, code: str) -> dict[str, Any]:
        """All of one language."""
        return {**{base: self.fields[(base, code)] for base in FIELDS}, "body": self.bodies[code]}

    def said(self, code: str) -> dict[str, str]:
        """{field or key of a leaf: text} of one language."""
        return {**{base: self.fields[(base, code)] for base in FIELDS}, **every_text(self.bodies[code])}

    def has_begun(self, code: str) -> bool:
        """Whether a language has anything."""
        return bool(self.bodies[code]) or any(text.strip() for text in self.said(code).values())


@dataclass
class Tongue:
    """What one language has otherwise than the source, and what it said where it says nothing now."""

    known: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    attic: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)  # of the source's blocks that it must have, in order
    texts: dict[str, str] = field(default_factory=dict)  # what they must say

    def follow(self, source: Raw, target: Raw, earlier: Raw, has_begun: bool) -> None:
        """Note what `target` must become."""
        if not has_begun:
            self.known, self.own, self.ids, self.texts = set(), set(), [], {}
            return
        of_source, of_target = set(ids(source)), set(ids(target))
        is_followed = bool(self.known or self.own)
        known = self.known if is_followed else of_source
        self.hidden = {id_ for id_ in self.hidden if id_ in of_source and id_ not in of_target}
        if target or is_followed:
            self.hidden |= topmost_missing(source, of_target, known)
        self.own = of_target - of_source - (known if is_followed else set())
        memory = {**self.attic, **texts(earlier), **every_text(target)}
        shown = without(BODY, source, self.hidden)
        self.ids, self.known = ids(shown), of_source
        self.texts = {key: text for key in every_text(shown) if (text := memory.get(key))}
        self.texts |= {key: text for key, text in texts(target).items() if key.split(".")[0] in self.own}
        standing = {*every_text(shown), *(key for key in memory if key.split(".")[0] in self.own)}
        self.attic = {key: text for key, text in memory.items() if text and key not in standing}


def topmost_missing(value: Any, have: set[str], known: set[str]) -> set[str]:
    """Of the blocks in `value`, the topmost that aren't in `have` though they were known."""
    if isinstance(value, dict):
        return set().union(*(topmost_missing(child, have, known) for child in value.values()))
    found: set[str] = set()
    for item in value if isinstance(value, list) else []:
        if item["id"] in have:
            found |= topmost_missing(item["value"], have, known)
        elif item["id"] in known:
            found.add(item["id"])
    return found


@dataclass
class Origin:
    """What a text was translated from, and how good it is."""

    digest: str  # of the text
    source: str  # the source's digest
    state: str = "done"


@dataclass
class Plan:
    """When a language goes live, and as what; and when it goes."""

    go_live_at: datetime | None = None
    content: dict[str, Any] | None = None
    withdraw_at: datetime | None = None


@dataclass
class Expected:
    """One page."""

    pk: int
    source: str
    draft: Content
    public: dict[str, dict[str, Any]] = field(default_factory=dict)  # {language: what visitors read}
    live: bool = False
    tongues: dict[str, Tongue] = field(default_factory=dict)
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)  # {(language, key): origin}
    revisions: dict[int, Content] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)
    submitted: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)

    @property
    def page(self) -> Any:
        """The row."""
        return StandardPage.objects.get(pk=self.pk)

    @property
    def targets(self) -> list[str]:
        """The languages that are translated into."""
        return [code for code in SPOKEN if code != self.source]

    def saved(self, posted: Content, states: dict[tuple[str, str], str] | None = None) -> None:
        """Somebody saved `posted`."""
        before, self.draft = self.draft, posted
        for code in self.targets:
            tongue = self.tongues.setdefault(code, Tongue())
            earlier = before.bodies[code]
            tongue.follow(posted.bodies[self.source], posted.bodies[code], earlier, posted.has_begun(code))
            self.translated(code, states or {})

    def translated(self, code: str, states: dict[tuple[str, str], str]) -> None:
        """Note what each text of a language is translated from now."""
        tongue, source = self.tongues[code], self.draft.said(self.source)
        said = {base: self.draft.fields[(base, code)] for base in FIELDS} | tongue.texts
        for key, text in said.items():
            old, now = self.origins.get((code, key)), digest(source.get(key, ""))
            state = states.get((code, key))
            if text.strip() and (old is None or old.digest != digest(text)):
                is_begun = state == "draft" and old is not None and old.source != now  # stale until somebody is done
                self.origins[(code, key)] = Origin(digest(text), old.source if is_begun else now, state or "done")
            elif text.strip() and old and state:
                self.origins[(code, key)] = Origin(old.digest, now if state == "done" else old.source, state)
        for known, key in list(self.origins):
            if known == code and not said.get(key, "").strip() and key not in tongue.attic:
                del self.origins[(code, key)]

    def meant_the_same(self, key: str, before: str, after: str) -> None:
        """The source's change of a text was cosmetic."""
        for (_code, known), origin in self.origins.items():
            if known == key and origin.source == digest(before):
                origin.source = digest(after)

    def released(self, codes: set[str], planned: dict[str, Any] | None = None) -> None:
        """`codes` went live as they are drafted, or as was `planned`."""
        before = self.public if self.live else {}
        self.public = before | {code: planned or self.draft.of_language(code) for code in codes}
        self.live = True

    @property
    def live_codes(self) -> set[str]:
        """The languages that visitors read."""
        return {code for code, said in self.public.items() if said["heading"]} if self.live else set()

    def settle(self, were_live: set[str]) -> None:
        """What follows of itself after a step: who was withdrawn, and whose review is over."""
        self.withdrawn = (self.withdrawn | were_live) - self.live_codes
        self.submitted -= {code for code in self.live_codes if self.public[code] == self.draft.of_language(code)}

    def counts(self, code: str) -> dict[str, int]:
        """How far a language must be."""
        shown = every_text(without(BODY, self.draft.bodies[self.source], self.tongues[code].hidden))
        pieces = {base: self.draft.fields[(base, self.source)] for base in FIELDS} | shown
        numbers = dict.fromkeys(["total", "missing", "machine", "drafted", "stale", "done"], 0)
        standing = {base for base in FIELDS if self.draft.fields[(base, code)].strip()} | set(self.tongues[code].texts)
        for key, text in pieces.items():
            if text.strip():
                numbers["total"] += 1
                origin = self.origins.get((code, key)) if key in standing else None
                numbers[how_far(origin, digest(text))] += 1
        return numbers

    def state(self, code: str) -> str:
        """The state that the sheet must say."""
        if code in self.live_codes:
            return "live"
        if code in self.submitted:
            return "review"
        if code in self.withdrawn:
            return "withdrawn"
        return "draft" if any(text.strip() for text in self.draft.said(code).values()) else "off"


def how_far(origin: Origin | None, now: str) -> str:
    """Where a piece stands."""
    if origin is None:
        return "missing"
    if origin.source != now:
        return "stale"
    return {"machine": "machine", "draft": "drafted", "done": "done"}[origin.state]
