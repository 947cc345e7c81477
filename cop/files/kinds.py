"""The kinds of files that may be attached, and what the content of a file says it is (S16)."""

from dataclasses import dataclass
from pathlib import Path

from cop.errors import Invalid
from cop.files.names import ending_of

HEAD = 16
OPEN_XML = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """`family` is what its first bytes say; `media` what it is served as; `words` what people call it."""

    family: str
    media: str
    words: str

    @property
    def is_picture(self) -> bool:
        return self.media.startswith("image/")


_JPEG = Kind("jpeg", "image/jpeg", "JPEG picture")
_TEXT = Kind("text", "text/plain", "Text")

ALLOWED: dict[str, Kind] = {
    "png": Kind("png", "image/png", "PNG picture"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "gif": Kind("gif", "image/gif", "GIF picture"),
    "webp": Kind("webp", "image/webp", "WebP picture"),
    "pdf": Kind("pdf", "application/pdf", "PDF"),
    "docx": Kind("zip", f"{OPEN_XML}wordprocessingml.document", "Word document"),
    "xlsx": Kind("zip", f"{OPEN_XML}spreadsheetml.sheet", "Excel workbook"),
    "pptx": Kind("zip", f"{OPEN_XML}presentationml.presentation", "PowerPoint presentation"),
    "odt": Kind("zip", f"{OPEN_DOCUMENT}text", "OpenDocument text"),
    "ods": Kind("zip", f"{OPEN_DOCUMENT}spreadsheet", "OpenDocument spreadsheet"),
    "odp": Kind("zip", f"{OPEN_DOCUMENT}presentation", "OpenDocument presentation"),
    "txt": _TEXT,
    "csv": Kind("text", "text/csv", "CSV table"),
}
"""By the ending of a name. No SVG, no HTML, nothing with macros, nothing that another program would open."""

NOT_TAKEN = (
    "can’t be attached. Pictures (PNG, JPEG, GIF, WebP), PDF, Word, Excel and PowerPoint files without macros "
    "(docx, xlsx, pptx), OpenDocument files, text and CSV can."
)
ANOTHER = (
    "is called {ending}, but that is not what is in it. Open it, save it anew as what it is, and attach that."
)

_STARTS: tuple[tuple[str, bytes], ...] = (
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpeg", b"\xff\xd8\xff"),
    ("gif", b"GIF87a"),
    ("gif", b"GIF89a"),
    ("pdf", b"%PDF-"),
    ("zip", b"PK\x03\x04"),
)


def kind_by_name(name: str) -> Kind:
    """The kind that a name promises; Invalid where it is none that may be attached."""
    kind = ALLOWED.get(ending_of(name))
    if kind is None:
        raise Invalid(f"“{name}” {NOT_TAKEN}", field="file")
    return kind


def check_start(path: Path, name: str) -> Kind:
    """The kind that a name promises; Invalid unless the first bytes at `path` say the same."""
    kind = kind_by_name(name)
    with path.open("rb") as file:
        family = _family(file.read(HEAD))
    if family != kind.family:
        raise another(name)
    return kind


def another(name: str) -> Invalid:
    """The refusal of what is not what it is called."""
    return Invalid(f"“{name}” {ANOTHER.format(ending='.' + ending_of(name))}", field="file")


def _family(head: bytes) -> str:
    """What the first bytes of a file say it is; text is what nothing else claims, and is read through later."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((family for family, start in _STARTS if head.startswith(start)), "text")
