"""What a visitor types: checked in the visitor's language, kept as it was typed."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages import languages
from petition import countries, mailbox, names
from petition.lifecycle import Choices, Given
from petition.models import Petition, Signature
from petition.models.petition import CountryQuestion

LONGEST_COMMENT = 1_000
# What is sent besides what is asked: a field that nobody sees but programs, and how long the form was seen. No browser
# and no keeper of passwords fills in by itself what is called "subject".
TRACES = (TRAP, MILLISECONDS) = ("subject", "took")
NAME_ERRORS = {
    "empty": _("Type your name."),
    "long": _("This name is longer than 120 characters. Type a shorter form of it."),
    "control": _("This name has characters that cannot be shown. Please type it again."),
    "link": _("A name cannot hold a web address."),
}
COUNTRY_MISSING = _("Choose your country.")
CONSENT_MISSING = _("Tick this box to sign.")


# What the form and petition.express share -----------------------------------------------------------------------------
def asked_of(petition: Petition) -> list[str]:
    """The names of the fields that the petition's form has, in their order."""
    asked = {
        "name": True,
        "email": True,
        "country": petition.asks_country != CountryQuestion.NO,
        "comment": petition.asks_comment,
        "public": petition.asks_public_name,
        "news": petition.asks_news,
        "consent": True,
    }
    return [name for name, is_asked in asked.items() if is_asked]


def typed(asked: Iterable[str], data: Any) -> list[tuple[str, str]]:
    """What was sent, field by field, to be sent once more."""
    names = (*asked, *TRACES, "page", "form", "text")
    return [(name, value) for name in names if (value := data.get(name))]


def door(page_id: int | None) -> str:
    """Where a form stood: "page-<id>", or "petition" for the petition's own page."""
    return f"page-{page_id}" if page_id else "petition"


def is_country_required(petition: Petition) -> bool:
    """Whether nobody can sign without telling a country."""
    return bool(petition.asks_country == CountryQuestion.REQUIRED)


def is_country(petition: Petition, code: str) -> bool:
    """Whether a form that asks for a country may say `code`."""
    return code in countries.CODES or not (code or is_country_required(petition))


def tidy_comment(typed: str) -> str:
    """A comment as it is kept: composed (NFC), without controls but line ends, trimmed."""
    comment = unicodedata.normalize("NFC", typed.replace("\r\n", "\n"))
    return "".join(each for each in comment if each == "\n" or unicodedata.category(each) != "Cc").strip()


class Fields(dict[str, forms.Field]):
    """Fields that the forms of a class share, since no form changes them; Django would copy each for every form."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class SignatureForm(forms.Form):
    """The form of one petition. `form_id` tells it from others in the page `page_id`, in which it stands."""

    name = forms.CharField(strip=False, error_messages={"required": NAME_ERRORS["empty"]})
    email = forms.CharField(strip=False, error_messages={"required": _("Type your e-mail address.")})
    country = forms.CharField(required=False)
    comment = forms.CharField(required=False)
    public = forms.BooleanField(required=False)
    news = forms.BooleanField(required=False)
    consent = forms.BooleanField(error_messages={"required": CONSENT_MISSING})

    def __init__(
        self,
        petition: Petition,
        data: Any = None,
        *,
        form_id: str = "sign",
        page_id: int | None = None,
        text_id: int | None = None,
    ) -> None:
        super().__init__(data, auto_id=f"{form_id}-%s")
        self.petition, self.form_id, self.page_id, self.text_id = petition, form_id, page_id, text_id
        self.was_shown = False  # set by the template tag: whether a page had a place for it
        for name in set(self.fields) - set(asked_of(petition)):
            del self.fields[name]

    @property
    def country_is_required(self) -> bool:
        """Whether nobody can sign without telling a country."""
        return is_country_required(self.petition)

    @property
    def places(self) -> list[tuple[str, Any]]:
        """Where the form stands and what it shows: what travels with it unseen."""
        found = {"page": self.page_id, "form": self.form_id, "text": self.text_id}
        return [(name, value) for name, value in found.items() if value]

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What was sent, field by field, to be sent once more."""
        return typed(asked_of(self.petition), self.data)

    @property
    def door(self) -> str:
        """Where the form stood: "page-<id>", or "petition" for the petition's own page."""
        return door(self.page_id)

    def clean_name(self) -> str:
        try:
            return names.tidy(self.cleaned_data["name"])
        except names.NotAName as error:
            raise ValidationError(NAME_ERRORS[error.reason]) from None

    def clean_email(self) -> str:
        try:
            return mailbox.tidy(self.cleaned_data["email"])
        except mailbox.NotAMailbox:
            raise ValidationError(_("Type an e-mail address such as name@example.org.")) from None

    def clean_country(self) -> str:
        country = self.cleaned_data["country"].upper()
        if not is_country(self.petition, country):
            raise ValidationError(COUNTRY_MISSING)
        return country

    def clean_comment(self) -> str:
        comment = tidy_comment(self.cleaned_data["comment"])
        if len(comment) > LONGEST_COMMENT:
            raise ValidationError(
                _("This comment is too long. Shorten it to %(limit)s characters."), params={"limit": LONGEST_COMMENT}
            )
        return comment

    @property
    def given(self) -> Given:
        """What a valid form says."""
        said = self.cleaned_data
        return Given(
            name=said["name"],
            email=said["email"],
            country=said.get("country", ""),
            comment=said.get("comment", ""),
            shows_name=said.get("public", False),
            wants_news=said.get("news", False),
        )


SignatureForm.base_fields = Fields(SignatureForm.base_fields)


class TickForm(forms.Form):
    """One box for a deed behind a letter's link: mail scanners open links and press buttons, but tick nothing."""

    agree = forms.BooleanField()
    missing: Any = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].error_messages["required"] = self.missing


class ConfirmForm(TickForm):
    """Before a signature counts."""

    missing = _("Tick this box to confirm your signature.")


class WithdrawForm(TickForm):
    """Before it counts no more."""

    missing = _("Tick this box to withdraw your signature.")


class EraseForm(TickForm):
    """Before everything of a person goes for good."""

    missing = _("Tick this box to erase everything about you.")


class StopNewsForm(TickForm):
    """Before the news stop, for those who come by their browser."""

    missing = _("Tick this box to stop the news.")


class ChoicesForm(forms.Form):
    """What a signatory can choose at any time. It begins with what is so now, and sent as it is it changes nothing."""

    shows_name = forms.BooleanField(required=False)
    wants_news = forms.BooleanField(required=False)
    letter_language = forms.ChoiceField()

    def __init__(self, signature: Signature, offered: Iterable[str], data: Any = None) -> None:
        names = ("shows_name", "wants_news", "letter_language")
        super().__init__(data, initial={name: getattr(signature, name) for name in names})
        codes = languages.ordered({*offered, signature.letter_language})
        self.fields["letter_language"].choices = [(code, languages.language(code).name) for code in codes]
        petition = signature.petition
        if not (petition.asks_public_name or signature.shows_name):
            del self.fields["shows_name"]
        if not (petition.asks_news or signature.wants_news):
            del self.fields["wants_news"]

    @property
    def choices(self) -> Choices:
        """What a valid form says."""
        return Choices(**{"shows_name": False, "wants_news": False, **self.cleaned_data})
