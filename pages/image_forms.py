"""The form of an image: what it says in each language, as far as its user may write that."""

from typing import Any

from django.utils.text import format_lazy
from wagtail.images.forms import BaseImageForm

from pages import form_rights
from pages.languages import column, columns
from pages.translations import states


class CampaignImageForm(BaseImageForm):
    """Wagtail's, without the words that its user may not write; each alt text says how far its language is."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for names in columns(type(self.instance)).values():
            for code, name in names.items():
                if not form_rights.may_write(user, self.instance, code):
                    self.fields.pop(name, None)
        for state in states.of(self.instance) if self.instance.pk else []:
            if field := self.fields.get(column("alt_text", state.language.code)):
                field.help_text = format_lazy("{state} · {help}", state=state.sentence, help=field.help_text)
