"""Messages are found, kept, checked and compiled without gettext's programs."""

from gettext import GNUTranslations
from gettext import translation as translation_of
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django import conf
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext, ngettext, to_locale

from home.messages import catalogues, compiling, faults, sources
from home.messages.checking import problems
from home.messages.collecting import collected

CODES = [code for code, _english in project.LANGUAGES]

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext_lazy, pgettext

# Translators: the verb, on a button.
SIGN = _("Sign")
LONG = _("Two parts "
         "of one sentence")
MAY = pgettext("month", "May")
SAID = ngettext("%(count)d name", "%(count)d names", 3) % {"count": 3}
LATER = npgettext_lazy("letters", "one letter", "%(count)s letters", "count")
BRACE = _("Hello, {name}")
NOT_OURS = f"{_}" + print("not a message")
"""

TEMPLATE = """{% extends "base.html" %}{% load i18n %}
    {# Translators: the heading of the form #}
    <h1 title="{% translate 'It’s the title' %}">{% translate "Sign" context "noun" %}</h1>
  {% blocktranslate count n=total trimmed %}
      One signature
      of {{ who }}
    {% plural %}
      {{ n }} signatures
      of {{ who }}
  {% endblocktranslate %}
{% blocktranslate context "letter" asvar subject %}Dear {{ name }}{% endblocktranslate %}
{% blocktranslate count n=total context "days" %}a day{% plural %}{{ n }} days{% endblocktranslate %}
{% include "x.html" with label=_("Close") %} {{ _("Open") }} {{ value|default:_("Nothing") }}
{% comment %}Translators: a share of all{% endcomment %}
{% translate "50% of all" as share %}
unbalanced ( brackets " and ' quotes, an odd
        indent and a\N{NARROW NO-BREAK SPACE}space { "a": 1 }
"""


def write(root: Path, name: str, text: str) -> None:
    """A source file below `root`."""
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")


@pytest.fixture
def root(tmp_path, settings):
    """A project of its own, with its own catalogues."""
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return tmp_path


def ids(root: Path) -> set[tuple[object, str | None]]:
    """(message, context) of everything found."""
    return {(message.id, message.context) for message in list(sources.found(root))[1:]}


def translate(code: str, **translations: str | tuple[str, ...]) -> None:
    """Puts translations of messages of one word each into the catalogue of `code`."""
    catalogue = catalogues.read(code)
    for word, text in translations.items():
        catalogue.get(word).string = text
    catalogues.put(catalogues.po_path(code), catalogues.written(code, catalogue))


def test_messages_are_found_in_python(root):
    write(root, "pages/things.py", PYTHON)
    assert ids(root) == {
        ("Sign", None),
        ("Two parts of one sentence", None),
        ("May", "month"),
        (("%(count)d name", "%(count)d names"), None),
        (("one letter", "%(count)s letters"), "letters"),
        ("Hello, {name}", None),
    }
    assert sources.found(root).get("Sign").auto_comments == ["the verb, on a button."]


def test_messages_are_found_in_templates(root):
    write(root, "petition/templates/petition/form.html", TEMPLATE)
    assert ids(root) == {
        ("It’s the title", None),
        ("Sign", "noun"),
        (("One signature of %(who)s", "%(n)s signatures of %(who)s"), None),
        ("Dear %(name)s", "letter"),
        (("a day", "%(n)s days"), "days"),
        ("Close", None),
        ("Open", None),
        ("Nothing", None),
        ("50%% of all", None),
    }
    found = sources.found(root)
    assert found.get("It’s the title").auto_comments == ["the heading of the form"]
    assert found.get("50%% of all").auto_comments == ["a share of all"]


def test_a_message_that_a_template_shows_is_the_message_that_was_found(root):
    write(root, "petition/templates/petition/form.html", TEMPLATE)
    call_command("collect_messages", stdout=StringIO())
    catalogue = catalogues.read("ru")
    catalogue.get("One signature of %(who)s").string = tuple(f"{form}: %(n)s %(who)s" for form in range(4))
    catalogue.get("Sign", "noun").string = "Подпись"
    catalogue.get("50%% of all").string = "50%% всех"
    catalogues.put(catalogues.po_path("ru"), catalogues.written("ru", catalogue))
    call_command("compile_messages", stdout=StringIO())
    block = TEMPLATE[TEMPLATE.index("{% blocktranslate count") : TEMPLATE.index("{% blocktranslate context")].strip()
    shown = '{% translate "Sign" context "noun" %} {% translate "50% of all" %} '
    template = Template("{% load i18n %}" + shown + block)
    with translation.override("ru"):
        assert template.render(Context({"total": 22, "who": "Ё"})) == "Подпись 50% всех 1: 22 Ё"


def test_only_our_own_rooms_are_searched_and_no_migration(root):
    write(root, "pages/migrations/0001_initial.py", '_("In a migration")')
    write(root, "tests/test_things.py", '_("In a test")')
    write(root, ".venv/lib/wagtail/admin.py", '_("In a dependency")')
    write(root, "pages/static/pages/page.html", '{% translate "Not a template" %}')
    assert ids(root) == set()


def test_a_translated_block_with_a_tag_in_it_is_refused_with_its_file(root):
    write(root, "pages/templates/pages/bad.html", "{% blocktranslate %}{% if a %}{% endif %}{% endblocktranslate %}")
    with pytest.raises(SyntaxError, match=r"bad\.html"):
        sources.found(root)


def test_collecting_writes_a_catalogue_for_every_language(root):
    write(root, "pages/things.py", PYTHON)
    call_command("collect_messages", stdout=StringIO())
    for code in CODES:
        text = catalogues.po_path(code).read_text("utf-8")
        assert (code == "en") != ("# Translations await a review by a native reader.\n" in text)
        assert str(root) not in text
        assert "Date" not in text
    assert (root / "locale/zh_Hans/LC_MESSAGES/django.po").exists()


def test_collecting_again_changes_nothing(root):
    write(root, "pages/things.py", PYTHON)
    write(root, "petition/templates/petition/form.html", TEMPLATE)
    call_command("collect_messages", stdout=StringIO())
    before = {code: catalogues.po_path(code).read_bytes() for code in CODES}
    call_command("collect_messages", stdout=StringIO())
    assert {code: catalogues.po_path(code).read_bytes() for code in CODES} == before


def test_collecting_keeps_translations_and_leaves_a_changed_message_untranslated(root):
    write(root, "pages/things.py", '_("Sign")\n_("Signature")\n')
    call_command("collect_messages", stdout=StringIO())
    translate("de", Sign="Unterzeichnen", Signature="Unterschrift")
    write(root, "pages/things.py", '_("New first")\n_("Sign")\n_("Signatures")\n')
    call_command("collect_messages", stdout=StringIO())
    strings = {message.id: message.string for message in list(catalogues.read("de"))[1:]}
    assert strings == {"New first": "", "Sign": "Unterzeichnen", "Signatures": ""}
    assert "fuzzy" not in catalogues.po_path("de").read_text("utf-8")


def test_a_message_whose_plural_changed_is_a_new_one(root):
    write(root, "pages/things.py", 'ngettext("one", "%(n)s ones", n)')
    call_command("collect_messages", stdout=StringIO())
    translate("de", one=("eins", "%(n)s Einsen"))
    write(root, "pages/things.py", 'ngettext("one", "%(n)s of them", n)')
    found = sources.found()
    assert collected("de", found).get("one").string == ("", "")
    assert any("not in the catalogue" in problem for problem in problems("de", found))


def test_a_doubtful_translation_stays_marked_and_is_not_shown(root):
    write(root, "pages/things.py", '_("Sign")')
    call_command("collect_messages", stdout=StringIO())
    path = catalogues.po_path("de")
    path.write_text(path.read_text("utf-8").replace('msgid "Sign"\nmsgstr ""', '#, fuzzy\nmsgid "Sign"\nmsgstr "Ja"'))
    call_command("collect_messages", stdout=StringIO())
    assert list(problems("de", sources.found())) == ['de: fuzzy: "Sign" in pages/things.py']
    assert GNUTranslations(BytesIO(compiling.compiled("de"))).gettext("Sign") == "Sign"


@pytest.mark.parametrize("code", CODES)
def test_the_plural_rule_is_the_one_that_django_has_for_the_language(code):
    ours = GNUTranslations(BytesIO(compiling.compiled(code)))
    django = translation_of("django", Path(conf.__file__).parent / "locale", [to_locale(code)])
    numbers = [*range(300), 1_000_000, 2_000_000]
    assert [ours.plural(number) for number in numbers] == [django.plural(number) for number in numbers]


def test_english_needs_no_translation_and_still_counts(root):
    write(root, "pages/things.py", 'ngettext("%(n)s name", "%(n)s names", n)\n_("Sign")')
    call_command("collect_messages", stdout=StringIO())
    call_command("compile_messages", stdout=StringIO())
    assert list(problems("en", sources.found())) == []
    with translation.override("en"):
        assert [ngettext("%(n)s name", "%(n)s names", n) % {"n": n} for n in (0, 1, 2)] == [
            "0 names",
            "1 name",
            "2 names",
        ]
        assert gettext("Sign") == "Sign"


def test_compiling_writes_only_what_changed(root):
    write(root, "pages/things.py", '_("Sign")')
    call_command("collect_messages", stdout=StringIO())
    assert [code for code in CODES if compiling.compile_catalogue(code)] == CODES
    assert [code for code in CODES if compiling.compile_catalogue(code)] == []
    target = catalogues.po_path("fa").with_suffix(".mo")
    before = target.read_bytes()
    target.unlink()
    assert [code for code in CODES if compiling.compile_catalogue(code)] == ["fa"]
    assert target.read_bytes() == before
    assert sorted(path.name for path in target.parent.iterdir()) == ["django.mo", "django.po"]


def test_a_compiled_message_is_shown(root):
    write(root, "pages/things.py", '_("Sign")\npgettext("noun", "Sign")')
    call_command("collect_messages", stdout=StringIO())
    translate("de", Sign="Unterzeichnen")
    call_command("compile_messages", stdout=StringIO())
    with translation.override("de"):
        assert gettext("Sign") == "Unterzeichnen"
        assert translation.pgettext("noun", "Sign") == "Sign"


def test_the_check_names_every_message_that_is_missing(root):
    write(root, "pages/things.py", '_("Sign")')
    call_command("collect_messages", stdout=StringIO())
    with pytest.raises(CommandError) as caught:
        call_command("check_messages", stdout=StringIO())
    said = str(caught.value).splitlines()
    assert said[:-1] == [f'{code}: missing: "Sign" in pages/things.py' for code in CODES if code != "en"]


def test_the_check_names_what_no_catalogue_has_and_what_the_sources_have_no_more(root):
    write(root, "pages/things.py", '_("Sign")')
    call_command("collect_messages", stdout=StringIO())
    translate("de", Sign="Unterzeichnen")
    write(root, "pages/things.py", '_("Withdraw")')
    assert list(problems("de", sources.found())) == [
        'de: not in the catalogue, run collect_messages: "Withdraw" in pages/things.py',
        'de: obsolete, run collect_messages: "Sign" in pages/things.py',
    ]


def test_the_check_names_a_broken_catalogue(root):
    write(root, "locale/de/LC_MESSAGES/django.po", '<<<<<<< HEAD\nmsgid "Sign"\nmsgstr "Ja"\n')
    assert next(problems("de", sources.found())).startswith("de: broken: ")


@pytest.mark.parametrize(
    ("source", "text", "fault"),
    [
        ("%(count)s names", "%(count)s имён", None),
        ("%(count)s names", "имена", "placeholders none instead of %(count)s"),
        ("%(count)s names", "%(n)s имён", "placeholders %(n)s instead of %(count)s"),
        ("Hello, {name}", "Salam, {ad}", "placeholders {ad} instead of {name}"),
        ("%(n)s and 5%%", "%(n)s 5%", "placeholders %(n)s instead of %% %(n)s"),
        ("all", "5%", "a % that begins no placeholder"),
        ("<b>now</b>", "<b>jetzt</b>", None),
        ("<b>now</b>", "<b>jetzt<b>", "tags <b> instead of </b> <b>"),
        ('<a href="%(url)s">here</a>', '<a href="%(url)s" >hier</a>', "tags"),
        ("Name: ", "Name:", "other spaces"),
        ("\nName\n", "\nName\n", None),
    ],
)
def test_a_damaged_translation_is_told(source, text, fault):
    told = list(faults.differences(source, text))
    assert len(told) == (fault is not None)
    assert all(sentence.startswith(fault) for sentence in told)


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("en", {0}),
        ("az", {0}),
        ("tr", set()),
        ("ru", set()),
        ("ar", {0, 1, 2}),
        ("fa", set()),
        ("es", {0}),
        ("zh-hans", set()),
    ],
)
def test_only_a_form_for_one_number_may_say_it_in_words(code, forms):
    assert faults.forms_of_one_number(catalogues.empty(code).plural_expr) == forms


def test_the_check_wants_the_figure_in_every_form_that_stands_for_several_numbers(root):
    write(root, "pages/things.py", 'ngettext("one", "%(n)s ones", n)')
    call_command("collect_messages", stdout=StringIO())
    translate("ar", one=("لا أحد", "واحد", "اثنان", "%(n)s آحاد", "%(n)s", "%(n)s"))
    translate("ru", one=("один", "%(n)s", "%(n)s", "%(n)s"))
    assert list(problems("ar", sources.found())) == []
    assert [problem.split(": ")[1] for problem in problems("ru", sources.found())] == [
        "placeholders none instead of %(n)s in plural form 0"
    ]


def test_the_sites_own_messages_stand_in_every_language():
    found = sources.found()
    assert [problem for code in CODES for problem in problems(code, found)] == []
