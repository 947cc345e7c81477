"""Pictures drawn anew, so that only what can be seen is kept; the only importer of Pillow (S16, ASVS 14.2.8).

Where and when it was taken, by whom and with what, a comment, a colour profile, another file behind the last line:
nothing of it is in what is drawn. How large a picture may be is decided before a single line of it is read.
"""

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps, ImageSequence

from cop.errors import Invalid

MOST_PIXELS = 40_000_000
"""Of all its frames together. A telephone's picture has 12 to 24 million."""

MOST_FRAMES = 200
SMALL = (640, 480)

# Pillow itself refuses twice this, of every frame and of whatever one clears as well; from this on it warns.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
warnings.simplefilter("ignore", Image.DecompressionBombWarning)

FORMATS: Mapping[str, str] = {"png": "PNG", "jpeg": "JPEG", "gif": "GIF", "webp": "WEBP"}
HOW: Mapping[str, Mapping[str, Any]] = {
    "PNG": {},
    "JPEG": {"quality": 88, "progressive": True},
    "GIF": {"disposal": 2},
    "WEBP": {"quality": 85},
}
MOVES = ("GIF", "WEBP")

TOO_MANY_PIXELS = "has too many pixels. Make it smaller, at most {} million in all, and attach that."
UNREADABLE = "can’t be read as a picture. Open it, save it anew, and attach that."


@dataclass(frozen=True, slots=True)
class Picture:
    """What is kept of a picture, and its thumbnail (WebP, at most 640 × 480)."""

    content: bytes
    small: bytes
    width: int
    height: int


def redraw(path: Path, name: str, family: str) -> Picture:
    """The picture at `path`, drawn anew in its own format; Invalid where it is none, or too large."""
    kind = FORMATS[family]
    try:
        with Image.open(path, formats=[kind]) as image:
            _check_size(image, name)
            frames = list(_frames(image, kind))
            return Picture(_drawn(frames, kind), _small(frames[0][0]), *frames[0][0].size)
    except Invalid:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large(name) from error
    except Exception as error:
        raise Invalid(f"“{name}” {UNREADABLE}", field="file") from error


def _check_size(image: Image.Image, name: str) -> None:
    width, height = image.size
    frames = getattr(image, "n_frames", 1) if width * height <= MOST_PIXELS and image.format in MOVES else 1
    if width * height * frames > MOST_PIXELS or frames > MOST_FRAMES:
        raise _too_large(name)


def _too_large(name: str) -> Invalid:
    return Invalid(f"“{name}” {TOO_MANY_PIXELS.format(MOST_PIXELS // 1_000_000)}", field="file")


def _frames(image: Image.Image, kind: str) -> Iterator[tuple[Image.Image, int]]:
    """Each frame and for how many milliseconds it stands; of what should not move only the first."""
    canvas = image.size
    for frame in ImageSequence.Iterator(image):
        if frame.size != canvas:  # a later frame that is larger than all of it
            raise ValueError("a frame leaves the picture")
        duration = int(frame.info.get("duration") or 100)
        yield _bare(ImageOps.exif_transpose(frame)), duration
        if kind not in MOVES:
            return


def _bare(image: Image.Image) -> Image.Image:
    """Its pixels alone."""
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if image.has_transparency_data else "L" if image.mode in {"1", "L"} else "RGB"
    bare = Image.new(mode, image.size)
    bare.paste(image.convert(mode))
    return bare


def _drawn(frames: list[tuple[Image.Image, int]], kind: str) -> bytes:
    images, durations = zip(*frames, strict=True)
    moving = {"save_all": True, "append_images": images[1:], "duration": list(durations), "loop": 0}
    drawn = BytesIO()
    images[0].save(drawn, kind, **HOW[kind], **(moving if len(images) > 1 else {}))
    return drawn.getvalue()


def _small(image: Image.Image) -> bytes:
    small = image.copy()
    small.thumbnail(SMALL)
    drawn = BytesIO()
    small.save(drawn, "WEBP", quality=75)
    return drawn.getvalue()
