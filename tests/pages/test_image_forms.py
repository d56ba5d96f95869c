"""The form of an image holds only words that its user may write, and of a file only the picture."""

from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Drawing
from PIL.ExifTags import GPS, IFD, Base
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, GroupCollectionPermission, UploadedFile

from pages.models import CampaignImage

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(db: None) -> Any:
    return CampaignImage.objects.create(title="Forest", file=get_test_image_file(), alt_text_en="A forest.")


def client_who_may(*codenames: str) -> Client:
    user = get_user_model().objects.create_user("limited", "limited@example.org", "limited")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    group = Group.objects.create(name="Library")
    user.groups.add(group)
    change = Permission.objects.get(codename="change_image", content_type__app_label="wagtailimages")
    GroupCollectionPermission.objects.create(group=group, collection=Collection.objects.get(), permission=change)
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, image: Any) -> Any:
    """What a form of all languages would send; the image as it is then."""
    texts = {f"alt_text_{code}": "written" for code in ("en", "fr", "de")}
    client.post(
        reverse("wagtailimages:edit", args=(image.pk,)),
        {"title": image.title, "collection": Collection.objects.get().pk, "tags": "", **texts},
    )
    return CampaignImage.objects.get(pk=image.pk)


@pytest.mark.parametrize(
    ("codenames", "written"),
    [
        ((), []),
        (("edit_source",), ["en"]),
        (("translate_fr",), []),
        (("translate_fr", "publish_fr"), ["fr"]),
        (("edit_source", "translate_de", "publish_de"), ["en", "de"]),
    ],
)
def test_words_are_public_at_once_so_each_language_takes_its_publisher(
    image: Any, codenames: tuple[str, ...], written: list[str]
) -> None:
    stored = post(client_who_may(*codenames), image)
    assert [code for code in ("en", "fr", "de") if getattr(stored, f"alt_text_{code}") == "written"] == written


def test_the_form_says_how_far_each_language_is(image: Any) -> None:
    client = client_who_may("edit_source", "translate_fr", "publish_fr")
    html = client.get(reverse("wagtailimages:edit", args=(image.pk,))).content.decode()
    assert "English — live" in html
    assert "Français — not begun" in html
    assert "alt_text_de" not in html


# Files ----------------------------------------------------------------------------------------------------------------
def photograph(kind: str = "JPEG", **options: Any) -> bytes:
    """A photograph that lies on its side and says where it was taken and by whom."""
    beside = Drawing.Exif()
    beside[Base.Orientation] = 6
    beside[Base.Artist] = "Somebody's name"
    beside.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (39.0, 54.0, 42.0)
    file = BytesIO()
    Drawing.new("RGB", (300, 200), "red").save(file, kind, exif=beside, **options)
    return file.getvalue()


def zeros(width: int, height: int) -> bytes:
    """A PNG of that size in a few bytes."""
    file = BytesIO()
    Drawing.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


def upload(client: Client, name: str, content: bytes, title: str = "A photograph") -> Any:
    """What the page where editors drop pictures sends; its answer."""
    file = SimpleUploadedFile(name, content)
    collection = Collection.objects.get().pk
    answer = client.post(
        reverse("wagtailimages:add_multiple"), {"files[]": file, "title": title, "collection": collection}
    )
    return answer.json()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'),
        ("page.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("other.png", photograph()),
        ("half.jpg", photograph()[:1200]),
        ("bomb.png", zeros(10_000, 6_000)),
        ("heavy.jpg", photograph() + bytes(10 * 1024 * 1024)),
    ],
)
def test_what_is_no_sound_picture_is_refused_in_words(admin_client: Client, name: str, content: bytes) -> None:
    answer = upload(admin_client, name, content)
    assert not answer["success"]
    assert answer["error_message"]
    assert not CampaignImage.objects.exists()


@pytest.mark.parametrize("handlers", [None, ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]])
def test_an_uploaded_picture_and_its_sizes_say_nothing_of_who_took_it(
    admin_client: Client, settings: Any, handlers: list[str] | None
) -> None:
    settings.FILE_UPLOAD_HANDLERS = handlers or settings.FILE_UPLOAD_HANDLERS
    assert upload(admin_client, "photograph.jpg", photograph())["success"]
    image = CampaignImage.objects.get()
    rendition = image.get_rendition("width-100|format-jpeg")
    for file in (image.file, rendition.file):
        with file.open() as opened:
            assert not dict(Drawing.open(opened).getexif())
    assert (image.width, image.height) == (200, 300)
    assert image.file_size == image.file.size


def test_a_picture_that_waits_for_another_field_says_nothing_either(admin_client: Client) -> None:
    upload(admin_client, "photograph.jpg", photograph(), title="too long " * 50)
    with UploadedFile.objects.get().file.open() as opened:
        assert not dict(Drawing.open(opened).getexif())


def test_another_file_for_a_picture_is_looked_at_as_well(admin_client: Client, image: Any) -> None:
    file = SimpleUploadedFile("photograph.jpg", photograph())
    admin_client.post(
        reverse("wagtailimages:edit", args=(image.pk,)),
        {"title": image.title, "collection": Collection.objects.get().pk, "tags": "", "file": file},
    )
    stored = CampaignImage.objects.get(pk=image.pk)
    with stored.file.open() as opened:
        assert not dict(Drawing.open(opened).getexif())
    assert (stored.width, stored.height) == (200, 300)
