"""What a language of a petition lacks: all that a signatory meets in it has to be there before it goes live."""

from collections.abc import Iterator
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page, ReferenceIndex

from pages import formats, languages
from pages.languages import column
from pages.models import Edition
from pages.models.translation import TranslationSheet, UnitState
from pages.translations import interface, leaves, sheets, units
from pages.translations.readiness import Lack
from pages.translations.unfinished import address, alt_text, heading, without_words
from petition import countries, letters, vault
from petition.models import Letter, Petition, PetitionText, Signature
from petition.models.letter import Kind
from petition.vault import Person

NEEDED = {
    "demand": gettext_lazy("A demand in %(language)s is needed."),
    "consent": gettext_lazy("The sentence of consent in %(language)s is needed: a signatory has to tick it."),
    "news_consent": gettext_lazy("The sentence of consent to news in %(language)s is needed: the form offers news."),
    "thanks": gettext_lazy("The thanks in %(language)s are needed: a signatory reads them when it is done."),
    "share_text": gettext_lazy("The words to share in %(language)s are needed: a signatory sends them to friends."),
}


def lacks(petition: Petition, code: str) -> list[Lack]:
    """What the language `code` of the draft `petition` lacks, in the order in which a signatory would miss it."""
    rules = (words, addressees, decisions, privacy, messages, letter_faults, country_names, pictures)
    return [*heading(petition, code), *(lack for rule in rules for lack in rule(petition, code))]


def name_of(code: str) -> str:
    """What the language calls itself."""
    return languages.language(code).name


# The petition's own words ---------------------------------------------------------------------------------------------
def words(petition: Petition, code: str) -> Iterator[Lack]:
    """Demand, consent, thanks and words to share; the consent to news where the form offers them."""
    for base, sentence in NEEDED.items():
        text = strip_tags(getattr(petition, column(base, code))).strip()
        if not text and (base != "news_consent" or petition.asks_news):
            yield Lack(str(sentence) % {"language": name_of(code)}, address(petition, code, base), path=base)


def addressees(petition: Petition, code: str) -> Iterator[Lack]:
    """Every addressee of the source, with name and role."""
    here = leaves.of(petition, code)
    for path, leaf in leaves.of(petition, petition.source_language).items():
        said = here.get(path)
        if leaf.base == "addressees" and leaf.text.strip() and not (said and said.text.strip()):
            sentence = _("The addressee “%(addressee)s” is not named in %(language)s.")
            told = sentence % {"addressee": leaf.text, "language": name_of(code)}
            yield Lack(told, address(petition, code, path), path=path)


def decisions(petition: Petition, code: str) -> Iterator[Lack]:
    """A demand that changed needs somebody's word in each language; what a machine made needs a reader."""
    sheet = TranslationSheet.objects.of(petition).filter(language=code).first() if petition.pk else None
    if sheet is None or sheet.is_source:
        return
    if sheet.needs_approval_at:
        yield Lack(
            _("The demand changed: someone who reads %(language)s has to approve the translation.")
            % {"language": name_of(code)},
            address(petition, code, "demand"),
        )
    here = leaves.of(petition, code)
    for path, unit in sheets.stored_units_in(petition, code).items():
        text = here[path].text if path in here else ""
        if unit.state == UnitState.MACHINE and text and unit.digest == units.digest(text):
            sentence = _("A machine made this, and nobody has read it: “%(text)s”")
            yield Lack(sentence % {"text": strip_tags(text)[:80]}, address(petition, code, path), path=path)


# What stands around it ------------------------------------------------------------------------------------------------
def privacy(petition: Petition, code: str) -> Iterator[Lack]:
    """What is kept of a signatory, and why, must be there to read."""
    page = petition.privacy_page
    if page is None:
        yield Lack(_("No privacy page is chosen."), address(petition, petition.source_language))
    elif not Edition.objects.filter(page_id=page.pk, language=code).exists():
        sentence = _("The privacy page “%(page)s” is not public in %(language)s.")
        told = sentence % {"page": page.title, "language": name_of(code)}
        yield Lack(told, address(page.specific, code, "heading"))


def messages(petition: Petition, code: str) -> Iterator[Lack]:
    """The interface's own sentences: labels, errors, letters."""
    if count := interface.missing(code):
        sentence = ngettext(
            "%(count)s sentence of the interface is not translated into %(language)s: labels, errors, letters.",
            "%(count)s sentences of the interface are not translated into %(language)s: labels, errors, letters.",
            count,
        )
        yield Lack(sentence % {"count": count, "language": name_of(code)})


def letter_faults(petition: Petition, code: str) -> Iterator[Lack]:
    """Each letter can be written."""
    for kind in unwritable(code):
        sentence = _("The letter “%(letter)s” can't be written in %(language)s.")
        yield Lack(sentence % {"letter": kind.label, "language": name_of(code)})


@cache
def unwritable(code: str) -> tuple[Kind, ...]:
    """The letters that fail in this language: a template or a translation is broken."""
    now = timezone.now()
    petition = Petition(pk=0, slug="letter", source_language=code)
    text = PetitionText(petition=petition, language=code, heading="–")
    person = vault.seal(Person("letter@example.org", "–"))
    signature = Signature(pk=0, petition=petition, text=text, sealed=person, language=code, signed_at=now)
    failed = []
    for kind in letters.WRITTEN:
        letter = Letter(signature=signature, kind=kind, language=code, message_id="<letter@example.org>", queued_at=now)
        try:
            letters.compose(letter).message()
        except (ValueError, KeyError, TypeError, LookupError):  # a placeholder that the sentence doesn't have
            failed.append(kind)
    return tuple(failed)


def country_names(petition: Petition, code: str) -> Iterator[Lack]:
    """The list of countries speaks the language."""
    if petition.asks_country != "no" and (count := len(unnamed_countries(code))):
        sentence = ngettext(
            "%(count)s country has no name in %(language)s.", "%(count)s countries have no name in %(language)s.", count
        )
        yield Lack(sentence % {"count": count, "language": name_of(code)})


@cache
def unnamed_countries(code: str) -> frozenset[str]:
    """The countries that CLDR has no name for in this language."""
    known = formats.locale(code).territories
    return frozenset(country for country in countries.CODES if not known.get(country))


def pictures(petition: Petition, code: str) -> Iterator[Lack]:
    """Those of the pages that show the petition and are public in this language."""
    if not petition.pk:
        return
    showing = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Petition),
        to_object_id=str(petition.pk),
    )
    pages = {int(pk) for pk in showing.values_list("object_id", flat=True)}
    public = Edition.objects.filter(page_id__in=pages, language=code).values_list("page_id", flat=True)
    for image in without_words(list(public), code):
        yield alt_text(image, code, is_blocking=True)
