"""pages.strict_admin: what Wagtail starts by a script is told to a script of ours, as data."""

import json

import pytest
from bs4 import BeautifulSoup
from django import forms
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput, AdminPageChooser, AdminTimeInput
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.images.widgets import AdminImageChooser

from pages import strict_admin


def started(html: str) -> tuple[str, bool, list[object]]:
    """(what is called, whether by `new`, its arguments) of the only element that asks for it; there is no script."""
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all("script")
    (element,) = soup.select("[data-controller=start]")
    return (
        str(element["data-start-name-value"]),
        element["data-start-new-value"] == "true",
        json.loads(str(element["data-start-arguments-value"])),
    )


@pytest.mark.parametrize(
    ("widget", "name"),
    [
        (AdminDateInput(), "initDateChooser"),
        (AdminTimeInput(), "initTimeChooser"),
        (AdminDateTimeInput(), "initDateTimeChooser"),
    ],
)
def test_calendars_are_asked_for_with_what_they_need(widget: forms.Widget, name: str) -> None:
    called, is_new, (field, options) = started(widget.render("opens-at", None, {"id": "id_opens-at"}))
    assert (called, is_new, field) == (name, False, "id_opens-at")
    assert isinstance(options, dict)
    assert options["format"]


@pytest.mark.parametrize(
    ("chooser", "name", "is_new"),
    [
        (AdminImageChooser(), "ImageChooser", True),
        (AdminPageChooser(), "PageChooser", True),
        (AdminTaskChooser(), "createTaskChooser", False),
    ],
)
def test_choosers_are_asked_for_with_what_they_need(chooser: forms.Widget, name: str, is_new: bool) -> None:
    called, by_new, (field, *_options) = started(chooser.render("field", None, {"id": "id_field"}))
    assert (called, by_new, field) == (name, is_new, "id_field")


def test_arguments_come_out_as_they_went_in() -> None:
    told = strict_admin.call("""new Chooser("id_x", {"a": "</script><b>\\"'&", "b": [1, null, true]});""")
    assert started(told) == ("Chooser", True, ["id_x", {"a": "</script><b>\"'&", "b": [1, None, True]}])


@pytest.mark.parametrize("script", ["alert(document.cookie);", "a(1); b(2);", "x = 1;", "new Chooser(1"])
def test_anything_but_one_call_with_data_is_refused(script: str) -> None:
    with pytest.raises(ValueError, match=r"no call|JSON|Expecting|Extra data"):
        strict_admin.call(script)
