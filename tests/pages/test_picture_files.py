"""pages.picture_files: what is kept of an uploaded picture is the picture."""

from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageSequence
from PIL.ExifTags import GPS, IFD, Base

from pages import picture_files

SECRET = "40 Secret Street"
KINDS = sorted(picture_files.OPTIONS)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: how it was held, by whom, and where."""
    written = Image.Exif()
    written[Base.Orientation] = orientation
    written[Base.Artist] = SECRET
    written.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (39.0, 54.0, 42.0)
    return written


def drawn(kind: str, orientation: int = 1, **options: Any) -> BytesIO:
    """A picture of 40 × 20, left half red, right half blue, and all that may stand beside it."""
    picture = Image.new("RGB", (40, 20), "red")
    picture.paste("blue", (20, 0, 40, 20))
    beside = {"comment": SECRET} if kind in {"JPEG", "GIF"} else {"xmp": f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()}
    file = BytesIO()
    picture.save(file, kind, exif=exif(orientation), **({} if kind == "PNG" else beside), **options)
    file.write(f"<script>{SECRET}</script>".encode())
    return file


def moving(kind: str) -> BytesIO:
    """Three frames of different lengths, twice over, with a comment."""
    first, *others = [Image.new("RGB", (16, 16), colour) for colour in ("red", "lime", "blue")]
    file = BytesIO()
    comment = {"comment": SECRET} if kind == "GIF" else {"exif": exif()}
    first.save(file, kind, save_all=True, append_images=others, duration=[100, 200, 300], loop=2, **comment)
    return file


def read(written: bytes) -> Image.Image:
    picture = Image.open(BytesIO(written))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_told_of_place_time_and_person(kind: str) -> None:
    written = picture_files.bare(drawn(kind), kind)
    assert SECRET.encode() not in written
    assert b"Exif" not in written
    picture = read(written)
    assert picture.format == kind
    assert not dict(picture.getexif())
    assert not picture.getexif().get_ifd(IFD.GPSInfo)
    assert not {"comment", "xmp", "exif"} & {name for name, value in picture.info.items() if value}


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"GIF"}))
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_held_askew_stands_upright_without_its_note(kind: str, orientation: int) -> None:
    picture = read(picture_files.bare(drawn(kind, orientation), kind)).convert("RGB")
    assert picture.size == ((40, 20) if orientation < 5 else (20, 40))
    red = {1: (5, 10), 2: (35, 10), 3: (35, 10), 4: (5, 10), 5: (10, 5), 6: (10, 5), 7: (10, 35), 8: (10, 35)}
    value = picture.getpixel(red[orientation])
    assert isinstance(value, tuple)
    assert value[0] > 150 > value[2]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"GIF"}))
def test_the_colours_keep_their_meaning(kind: str) -> None:
    file = drawn(kind, icc_profile=PROFILE)
    assert read(picture_files.bare(file, kind)).info["icc_profile"] == PROFILE


@pytest.mark.parametrize("kind", sorted(picture_files.MOVING))
def test_what_moves_goes_on_moving(kind: str) -> None:
    written = picture_files.bare(moving(kind), kind)
    assert SECRET.encode() not in written
    picture = read(written)
    colours, durations = [], []
    for frame in ImageSequence.Iterator(picture):
        value = frame.convert("RGB").getpixel((8, 8))
        assert isinstance(value, tuple)
        colours.append(value.index(max(value)))
        durations.append(round(frame.info["duration"]))
    assert colours == [0, 1, 2]
    assert durations == [100, 200, 300]


def test_what_is_clear_stays_clear() -> None:
    for kind in ("PNG", "GIF", "WEBP"):
        file = BytesIO()
        picture = Image.new("RGBA", (16, 16), (255, 0, 0, 255))
        picture.paste((0, 0, 0, 0), (0, 0, 8, 16))
        picture.save(file, kind)
        kept = read(picture_files.bare(file, kind)).convert("RGBA")
        assert [kept.getpixel(place)[3] for place in ((2, 2), (12, 2))] == [0, 255]  # type: ignore[index]


@given(st.integers(1, 600), st.sampled_from(KINDS))
def test_half_a_file_is_a_picture_or_a_known_fault_and_nothing_else(length: int, kind: str) -> None:
    with suppress(*picture_files.FAULTS):
        assert read(picture_files.bare(BytesIO(drawn(kind).getvalue()[:length]), kind)).format == kind
