"""Pictures are drawn anew: nothing is kept of them but what can be seen, and none is too large to be drawn (S16)."""

import io
import resource
import warnings

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from cop.errors import Invalid
from cop.files import pictures
from tests.attachments import claimed_gif, claimed_png, looked_through, office, picture

SECRET = "canaryexif"
GPS = 0x8825


def kept_of(name: str, content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(looked_through(name, content)[1]))


def with_metadata(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x9286] = SECRET, SECRET
    exif.get_ifd(GPS)[1], exif.get_ifd(GPS)[2] = "N", (51.0, 30.0, 12.0)
    info = PngInfo()
    info.add_text("Author", SECRET)
    info.add_itxt("XML:com.adobe.xmp", SECRET)
    more = {
        "JPEG": {"exif": exif, "comment": SECRET.encode(), "xmp": SECRET.encode()},
        "PNG": {"exif": exif, "pnginfo": info},
        "WEBP": {"exif": exif, "xmp": SECRET.encode()},
        "GIF": {"comment": SECRET.encode()},
    }[kind]
    return picture(kind, **more)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.gif", "GIF")]
)
def test_where_and_by_whom_it_was_taken_is_gone(name: str, kind: str) -> None:
    sent = with_metadata(kind)
    examined, kept = looked_through(name, sent)
    assert SECRET.encode() in sent, "the control"
    assert examined.picture
    for content in (kept, examined.picture.small):
        drawn = Image.open(io.BytesIO(content))
        assert SECRET.encode() not in content
        assert not dict(drawn.getexif())
        assert not {"exif", "xmp", "comment", "icc_profile", "Author"} & set(drawn.info)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize(
    "second", [office("docx"), b"<script>alert(1)</script>", b"%PDF-1.4 %%EOF", b"<?php system('x');"]
)
def test_a_second_file_behind_the_picture_is_gone(kind: str, second: bytes) -> None:
    name = f"a.{kind.lower()}"
    examined, kept = looked_through(name, picture(kind) + second)
    assert second not in kept
    assert second[:12] not in kept
    assert examined.sent != examined.digest


def test_a_picture_that_is_a_script_as_well_is_a_picture_alone() -> None:
    width = int.from_bytes(b"/*", "little")  # "GIF89a/*": what follows is a comment, up to the file's own
    sent = picture("GIF", (width, 1), comment=b"*/=1;alert(1)//")
    assert sent.startswith(b"GIF89a/*")
    assert b"alert" in sent
    assert b"alert" not in looked_through("a.gif", sent)[1]


def test_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    assert kept_of("a.jpg", picture("JPEG", (80, 40), exif=exif)).size == (40, 80)


def test_a_thumbnail_is_small_and_keeps_its_shape() -> None:
    examined, _ = looked_through("a.png", picture("PNG", (1600, 400)))
    assert examined.picture
    assert (examined.picture.width, examined.picture.height) == (1600, 400)
    small = Image.open(io.BytesIO(examined.picture.small))
    assert (small.format, small.size) == ("WEBP", (640, 160))


def test_a_moving_picture_goes_on_moving() -> None:
    frames = [Image.new("RGB", (40, 40), (shade, 0, 0)) for shade in (0, 90, 180)]
    for name, kind in (("a.gif", "GIF"), ("a.webp", "WEBP")):
        sent = io.BytesIO()
        frames[0].save(sent, kind, save_all=True, append_images=frames[1:], duration=[100, 200, 300])
        kept = kept_of(name, sent.getvalue())
        assert kept.n_frames == 3  # type: ignore[attr-defined]
    moving = io.BytesIO()
    frames[0].save(moving, "PNG", save_all=True, append_images=frames[1:])
    assert getattr(kept_of("a.png", moving.getvalue()), "n_frames", 1) == 1, "a PNG stands still"


@pytest.mark.parametrize(
    ("mode", "drawn"), [("RGBA", "RGBA"), ("LA", "RGBA"), ("L", "L"), ("1", "L"), ("P", "RGB"), ("I;16", "L")]
)
def test_every_way_to_write_colours_is_read(mode: str, drawn: str) -> None:
    file = io.BytesIO()
    Image.new(mode, (30, 30)).save(file, "PNG")
    assert kept_of("a.png", file.getvalue()).mode == drawn


def test_print_colours_become_those_of_a_screen() -> None:
    file = io.BytesIO()
    Image.new("CMYK", (30, 30)).save(file, "JPEG")
    assert kept_of("a.jpg", file.getvalue()).mode == "RGB"


@pytest.mark.parametrize("size", [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (40_000_001, 1), (1, 40_000_001)])
def test_a_flood_of_pixels_is_refused_before_a_line_of_it_is_read(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr(Image.Image, "convert", never)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Invalid, match=r"pixel|read as a picture"):
            looked_through("a.png", claimed_png(*size))


@pytest.mark.parametrize("clears", [False, True])
@pytest.mark.parametrize(
    "frames", [[(60_000, 60_000)], [(1, 1), (60_000, 60_000)], [(1, 1), (9_000, 9_000), (1, 1)]]
)
def test_no_later_frame_is_larger_than_the_picture(frames: list[tuple[int, int]], clears: bool) -> None:
    assert looked_through("a.gif", claimed_gif((1, 1), (1, 1), (1, 1), clears=clears)), "the control"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Invalid):
        looked_through("a.gif", claimed_gif((1, 1), *frames, clears=clears))
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200_000, "kilobytes: it was refused, not drawn"


def test_frames_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Image.new("RGB", (40, 40), (shade, 0, 0)) for shade in range(0, 200, 20)]
    sent = io.BytesIO()
    frames[0].save(sent, "GIF", save_all=True, append_images=frames[1:])
    monkeypatch.setattr(pictures, "MOST_PIXELS", 40 * 40 * 10)
    assert looked_through("a.gif", sent.getvalue())
    monkeypatch.setattr(pictures, "MOST_PIXELS", 40 * 40 * 9)
    with pytest.raises(Invalid, match="too many pixels"):
        looked_through("a.gif", sent.getvalue())
    monkeypatch.undo()
    monkeypatch.setattr(pictures, "MOST_FRAMES", 9)
    with pytest.raises(Invalid, match="too many pixels"):
        looked_through("a.gif", sent.getvalue())
