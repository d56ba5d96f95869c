"""The form of an image: a file with nothing but the picture; words in each language that its user may write."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from pages import form_rights, picture_files
from pages.languages import column, columns
from pages.translations import states


class PictureField(WagtailImageField):
    """Wagtail's, with the picture alone of what is uploaded; half a file is refused in words."""

    def to_python(self, data: Any) -> Any:
        """The upload, changed in itself: Wagtail puts it aside as it came where another field is wrong."""
        try:
            upload = super().to_python(data)
            picture = picture_files.bare(upload.file, upload.image.format_name.upper()) if upload else b""
        except picture_files.FAULTS:
            raise ValidationError(self.error_messages["invalid_image"], "invalid_image") from None
        if upload:
            upload.file.seek(0)
            upload.file.truncate()
            upload.file.write(picture)
            upload.file.seek(0)
            upload.size = len(picture)
        return upload


class CampaignImageForm(BaseImageForm):
    """Wagtail's, without the words that its user may not write; each alt text says how far its language is."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if file := self.fields.get("file"):
            self.fields["file"] = PictureField(label=file.label, required=file.required, widget=file.widget)
        for names in columns(type(self.instance)).values():
            for code, name in names.items():
                if not form_rights.may_write(user, self.instance, code):
                    self.fields.pop(name, None)
        for state in states.of(self.instance) if self.instance.pk else []:
            if field := self.fields.get(column("alt_text", state.language.code)):
                field.help_text = format_lazy("{state} · {help}", state=state.sentence, help=field.help_text)
