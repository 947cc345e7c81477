"""Office files: whole, unlocked, without macros, and no larger opened than people can use (S16)."""

import io
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest

from cop.errors import Invalid
from cop.files import archives
from tests.attachments import MAIN, TYPES, WORD, archive, looked_through, office


def refused(content: bytes, words: str, name: str = "a.docx") -> None:
    with pytest.raises(Invalid, match=words):
        looked_through(name, content)


@pytest.mark.parametrize(
    "part",
    [
        "word__vbaProject.bin", "word__vbaData.xml", "word__activeX__activeX1.xml", "xl__macrosheets__sheet1.xml",
        "Basic__Standard__Module1.xml", "Scripts__python__x.py", "word__embeddings__run.exe", "word__media__x.js",
        "word__embeddings__inner.zip", "word__embeddings__page.html",
    ],
)  # fmt: skip
def test_what_runs_by_itself_is_refused(part: str) -> None:
    assert looked_through("a.docx", office(word__media__image1="x", word__embeddings__sheet1="x"))
    refused(office(**{part: b"x"}), "macros or programs")


def test_a_type_with_macros_is_refused_under_a_name_without() -> None:
    macro = "application/vnd.ms-word.document.macroEnabled"
    parts = {"[Content_Types].xml": TYPES.format("word/document.xml", macro), "word/document.xml": "<w/>"}
    refused(archive(parts), "not what is in it")
    both = TYPES.format("word/document.xml", WORD) + f"<!-- {macro} -->"
    refused(archive(parts | {"[Content_Types].xml": both}), "not what is in it")


@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/evil", "word/../../evil", r"..\evil", r"C:\evil", "~/evil"]
)
def test_no_part_leads_out_of_the_folder_it_is_unpacked_in(name: str) -> None:
    assert looked_through("a.docx", office())
    refused(office(**{name: b"x"}), "not what is in it")


def test_no_part_is_a_link() -> None:
    main, media = MAIN["docx"]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("[Content_Types].xml", TYPES.format(main, media))
        made.writestr(main, "<w/>")
        link = zipfile.ZipInfo("word/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc/passwd")
    refused(file.getvalue(), "not what is in it")


def test_no_part_is_there_twice() -> None:
    assert looked_through("a.docx", office(word__one="x", word__two="x"))
    refused(office(word__one="x", word__ONE="x"), "not what is in it")


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_is_refused_unopened(packed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    main, media = MAIN["docx"]
    parts = {"[Content_Types].xml": TYPES.format(main, media), main: "<w/>", "word/x": b"\0" * 9_000_000}
    refused(archive(parts, packed=packed), "far too large")
    monkeypatch.setattr(archives, "MOST_UNPACKED", 9_500_000)
    monkeypatch.setattr(archives, "MOST_PACKED", 10**9)
    assert looked_through("a.docx", archive(parts, packed=packed))
    monkeypatch.setattr(archives, "MOST_UNPACKED", 8_000_000)
    refused(archive(parts, packed=packed), "far too large")


def test_a_bomb_in_the_note_that_says_what_it_is_is_read_no_further_than_needed() -> None:
    main, media = MAIN["docx"]
    parts = {"[Content_Types].xml": TYPES.format(main, media) + " " * 900_000, main: "<w/>"}
    assert looked_through("a.docx", archive(parts))
    parts["[Content_Types].xml"] = " " * 1_100_000 + TYPES.format(main, media)
    refused(archive(parts), "too large|not what is in it")


def test_a_list_without_end_is_not_read() -> None:
    parts = {f"word/{number}": b"" for number in range(archives.MOST_ENTRIES)}
    refused(office(**parts), "far too large")


def test_a_locked_file_is_refused() -> None:
    sent = bytearray(office())
    at = sent.index(b"PK\x01\x02")
    sent[at + 8] |= 1
    refused(bytes(sent), "locked with a password")


def _shorter(sent: bytes) -> bytes:
    return sent[:-30]


def _with_a_comment(sent: bytes) -> bytes:
    return sent[:-2] + struct.pack("<H", 7) + b"<html/>"


def _with_more_behind(sent: bytes) -> bytes:
    return sent + b"<script>alert(1)</script>"


def _with_more_within(sent: bytes) -> bytes:
    at = sent.index(b"PK\x01\x02")
    return sent[:at] + b"<script>alert(1)</script>" + sent[at:]


def _with_a_broken_list(sent: bytes) -> bytes:
    at = sent.index(b"PK\x01\x02")
    return sent[:at] + b"PK\x01\x09" + sent[at + 4 :]


@pytest.mark.parametrize(
    "spoilt", [_shorter, _with_a_comment, _with_more_behind, _with_more_within, _with_a_broken_list]
)
def test_an_archive_is_whole_and_holds_no_second_file(spoilt: Callable[[bytes], bytes]) -> None:
    assert looked_through("a.docx", office())
    refused(spoilt(office()), "not what is in it")


@pytest.mark.parametrize(
    ("name", "ending"), [("a.docx", "xlsx"), ("a.xlsx", "pptx"), ("a.odt", "ods"), ("a.docx", "odt")]
)
def test_one_document_is_not_another(name: str, ending: str) -> None:
    refused(office(ending), "not what is in it", name)


def test_an_archive_that_is_no_document_is_refused() -> None:
    for ending in ("docx", "odt"):
        refused(archive({"readme.txt": "x"}), "not what is in it", f"a.{ending}")
