"""Office files are archives: a bounded look inside, without unpacking anything but the note that says what they are."""

import re
import stat
import struct
import zipfile
from pathlib import Path

from cop.errors import Invalid
from cop.files.kinds import OPEN_DOCUMENT, Kind, another

END = struct.Struct("<4s4H2LH")
"""The record at the end of an archive: mark, disks, entries, bytes and place of the list of entries, comment."""

MOST_ENTRIES = 4_000
LONGEST_LIST = 1 << 20
MOST_UNPACKED = 300 << 20
MOST_PACKED = 200
"""Bytes that one byte may stand for, in parts above a megabyte: a page of figures comes to 30, a bomb to 1,000."""

LONGEST_NOTE = 1 << 20
MAIN_PARTS = {
    "wordprocessingml.document": "word/document.xml",
    "spreadsheetml.sheet": "xl/workbook.xml",
    "presentationml.presentation": "ppt/presentation.xml",
}
RUNS = re.compile(
    r"(^|/)(vbaproject|vbadata|macrosheets|activex|basic|scripts)([./]|$)"
    r"|\.(exe|dll|com|scr|bat|cmd|ps1|vbs|vbe|jse?|jar|hta|lnk|msi|sh|py|html?|xlm|zip|rar|7z|iso)$",
    re.IGNORECASE,
)
"""Parts that run by themselves, or that hold what does."""

MACROS = "holds macros or programs, which can’t be attached. Save it without them (docx, xlsx, pptx), then attach that."
LOCKED = "is locked with a password, so nobody here could open it. Save it without one, and attach that."
SWOLLEN = "would be far too large once it is opened, so it can’t be attached."


def look_inside(path: Path, name: str, kind: Kind) -> None:
    """Invalid unless the archive at `path` is a document of `kind`: whole, unlocked, of decent size, without macros."""
    try:
        _check_end(path, name)
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _check_entries(entries, name)
            if not _is_of(kind, archive, {entry.filename for entry in entries}):
                raise another(name)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        struct.error,
        ValueError,
        EOFError,
    ) as error:
        raise another(name) from error


def _check_end(path: Path, name: str) -> None:
    """The list of entries is short enough to be read, and nothing stands behind it: no other file is in this one."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - END.size))
        mark, _, _, _, count, length, place, comment = END.unpack(file.read(END.size))
    if mark != b"PK\x05\x06" or comment or place + length + END.size != size:
        raise another(name)
    if count > MOST_ENTRIES or length > LONGEST_LIST:
        raise Invalid(f"“{name}” {SWOLLEN}", field="file")


def _check_entries(entries: list[zipfile.ZipInfo], name: str) -> None:
    names = [entry.filename for entry in entries]
    if len(set(map(str.lower, names))) < len(names) or any(map(_leads_out, entries)):
        raise another(name)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Invalid(f"“{name}” {LOCKED}", field="file")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED or any(map(_is_swollen, entries)):
        raise Invalid(f"“{name}” {SWOLLEN}", field="file")
    if any(RUNS.search(each) for each in names):
        raise Invalid(f"“{name}” {MACROS}", field="file")


def _leads_out(entry: zipfile.ZipInfo) -> bool:
    """Whether it would be unpacked outside of its folder, or is a link to there."""
    parts = entry.orig_filename.replace("\\", "/").split("/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or ".." in parts or parts[0] in {"", "~"} or ":" in parts[0] or "\0" in entry.orig_filename


def _is_swollen(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(1 << 20, MOST_PACKED * entry.compress_size)


def _is_of(kind: Kind, archive: zipfile.ZipFile, names: set[str]) -> bool:
    if kind.media.startswith(OPEN_DOCUMENT):
        return "mimetype" in names and _note(archive, "mimetype").strip() == kind.media
    main = MAIN_PARTS[kind.media.rpartition("officedocument.")[2]]
    if not {main, "[Content_Types].xml"} <= names:
        return False
    types = _note(archive, "[Content_Types].xml")
    return f"{kind.media}.main+xml" in types and "macroenabled" not in types.lower()


def _note(archive: zipfile.ZipFile, part: str) -> str:
    """What a part says, as far as it is read."""
    with archive.open(part) as file:
        return file.read(LONGEST_NOTE).decode("utf-8", "replace")
