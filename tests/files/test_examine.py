"""Kinds are told by name and content alike: both must agree, and stand on the list (S16)."""

import pytest

from cop.errors import Invalid, TooFast
from cop.files import examining
from tests.attachments import PDF, looked_through, office, picture

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'

WHOLE = {
    "a.png": (picture("PNG"), "image/png"),
    "a.jpg": (picture("JPEG"), "image/jpeg"),
    "A.JPEG": (picture("JPEG"), "image/jpeg"),
    "a.gif": (picture("GIF"), "image/gif"),
    "a.webp": (picture("WEBP"), "image/webp"),
    "a.pdf": (PDF, "application/pdf"),
    "a.docx": (office("docx"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "a.xlsx": (office("xlsx"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "a.pptx": (office("pptx"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    "a.odt": (office("odt"), "application/vnd.oasis.opendocument.text"),
    "a.ods": (office("ods"), "application/vnd.oasis.opendocument.spreadsheet"),
    "a.odp": (office("odp"), "application/vnd.oasis.opendocument.presentation"),
    "a.txt": ("Naïve – plan".encode(), "text/plain; charset=utf-8"),
    "a.csv": (b"name;cost\r\nTeam;\xa3 20\r\n", "text/csv; charset=cp1252"),
    "b.txt": ("Plan".encode("utf-16"), "text/plain; charset=utf-16"),
    "c.txt": ("\ufeffPlan".encode(), "text/plain; charset=utf-8"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_on_the_list_is_taken_for_what_it_is(name: str) -> None:
    content, media = WHOLE[name]
    assert looked_through(name, content)[0].media == media


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a.csv"])
def test_documents_are_kept_as_they_came(name: str) -> None:
    content, _ = WHOLE[name]
    examined, kept = looked_through(name, content)
    assert kept == content
    assert (examined.size, examined.digest) == (len(content), examined.sent)
    assert examined.small is None


@pytest.mark.parametrize("claimed", ["a.png", "a.jpg", "a.gif", "a.webp", "a.pdf", "a.docx", "a.txt"])
@pytest.mark.parametrize("true", ["a.png", "a.jpg", "a.gif", "a.webp", "a.pdf", "a.docx", "a.xlsx", "a.odt"])
def test_a_wrong_ending_is_refused(claimed: str, true: str) -> None:
    content, _ = WHOLE[true]
    if claimed == true:
        return
    with pytest.raises(Invalid, match="not what is in it"):
        looked_through(claimed, content)


@pytest.mark.parametrize(
    "name",
    [
        "a.svg", "a.html", "a.htm", "a.xml", "a.exe", "a.zip", "a.doc", "a.docm", "a.xlsm", "a.js", "a.swf", "a.heic",
        "a.png.exe", "a.txt.html", "png", "a", "a.png\u202e.exe",
    ],
)  # fmt: skip
def test_what_is_not_on_the_list_is_refused_whatever_is_in_it(name: str) -> None:
    for content in (picture(), HTML, PDF, b"text"):
        with pytest.raises(Invalid, match="can’t be attached") as refused:
            looked_through(name, content)
        assert refused.value.field == "file"


@pytest.mark.parametrize(
    "content",
    [
        HTML,
        SVG,
        b"\n\n  " + HTML,
        "\ufeff".encode() + SVG,
        HTML.decode().encode("utf-16"),
        b"<?xml version='1.0'?><svg/>",
        b"#!/bin/sh\nrm",
        b"MZ\x90\0\x03\0",
        b"text\0more",
        b"\x7fELF\x02\x01\x01\0",
        b"\x81\x8d\x8f",
    ],
)
def test_what_is_no_text_is_refused_as_text(content: bytes) -> None:
    for name in ("a.txt", "a.csv"):
        assert looked_through(name, b"1 < 2, <b>bold</b> & more"), (
            "the control: characters are just characters"
        )
        with pytest.raises(Invalid, match="not what is in it"):
            looked_through(name, content)


@pytest.mark.parametrize(
    "content",
    [
        PDF + office("docx"),
        PDF + HTML,
        b"\n" + PDF,
        HTML + PDF,
        PDF.replace(b"%%EOF", b""),
        PDF[:20],
    ],
)
def test_a_pdf_begins_and_ends_as_one_and_holds_no_second_file(content: bytes) -> None:
    assert looked_through("a.pdf", PDF + b"\r\n\0\0")
    with pytest.raises(Invalid):
        looked_through("a.pdf", content)


@pytest.mark.parametrize("name", ["a.png", "a.pdf", "a.docx", "a.txt"])
def test_an_empty_file_is_refused(name: str) -> None:
    with pytest.raises(Invalid, match="empty"):
        looked_through(name, b"")


@pytest.mark.parametrize(
    "name", [name for name in WHOLE if name.endswith(("png", "docx", "pdf", "gif", "webp", "odt"))]
)
def test_a_file_that_was_cut_off_is_refused(name: str) -> None:
    content, _ = WHOLE[name]
    for length in (1, 9, len(content) // 2):
        with pytest.raises(Invalid):
            looked_through(name, content[:length])


def test_nobody_waits_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise TimeoutError

    with monkeypatch.context() as slow:
        slow.setattr(examining, "offload_within", never)
        with pytest.raises(TooFast, match="try again in a minute"):
            looked_through("a.png", picture())
    monkeypatch.setattr(examining, "SECONDS", 0.01)
    with examining._places, examining._places, pytest.raises(TooFast):
        looked_through("a.png", picture())
    assert looked_through("a.png", picture()), "the control: a place that was taken is given back"
