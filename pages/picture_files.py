"""Leaves in a picture's file nothing but the picture: not where, when, by whom and with what it was taken."""

import struct
from io import BytesIO
from typing import IO, Any

from PIL import Image, ImageOps, ImageSequence

MOVING = {"GIF", "PNG", "WEBP", "AVIF"}  # a second frame of a JPEG is a phone's preview or depth
KEPT = ("transparency", "background")  # what a frame's pixels mean
OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 92, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
    "GIF": {},
    "WEBP": {"quality": 92},
    "AVIF": {"quality": 85},
}


FAULTS = (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError)  # what Pillow raises


def bare(file: IO[bytes], kind: str) -> bytes:
    """The picture in `file`, written anew as `kind` ("JPEG", "PNG" …): upright, its colour profile kept, and no more.

    Raises one of FAULTS where the file holds no whole picture.

    EXIF (with its position), XMP, IPTC, comments, previews and what hides behind the picture's end are left behind.
    """
    file.seek(0)
    written = BytesIO()
    with Image.open(file) as picture:
        profile = {"icc_profile": profile} if (profile := picture.info.get("icc_profile")) else {}
        motion = frames(picture) if kind in MOVING and getattr(picture, "n_frames", 1) > 1 else {}
        first = motion.pop("first", None) or only_pixels(ImageOps.exif_transpose(picture))
        first.save(written, kind, **OPTIONS[kind], **profile, **motion)
    return written.getvalue()


def frames(picture: Image.Image) -> dict[str, Any]:
    """{"first": the first frame, and what Pillow wants to know of the others}."""
    shown = [(only_pixels(frame.copy()), frame.info.get("duration", 100)) for frame in ImageSequence.Iterator(picture)]
    (first, _duration), *others = shown
    loop = {"loop": picture.info["loop"]} if "loop" in picture.info else {}
    return {
        "first": first,
        "save_all": True,
        "append_images": [frame for frame, _duration in others],
        "duration": [duration for _frame, duration in shown],  # milliseconds
        **loop,
    }


def only_pixels(picture: Image.Image) -> Image.Image:
    """`picture` without what Pillow would write beside its pixels."""
    picture.info = {name: picture.info[name] for name in KEPT if name in picture.info}
    return picture
