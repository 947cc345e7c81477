"""Files of every kind, small and whole, and short ways to attach them, through the models and through the commands."""

import io
import secrets
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from cop import db, storage
from cop.files import Examined, clean_name, examine
from cop.forum import commands
from cop.forum.commands.quotas import Quotas
from cop.models import Attachment, Person, Post, Space
from tests import people

QUOTAS = Quotas(file=2_000_000, person=5_000_000, space=8_000_000)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = '<?xml version="1.0"?><Types><Override PartName="/{}" ContentType="{}.main+xml"/></Types>'
MAIN = {
    "docx": ("word/document.xml", WORD),
    "xlsx": ("xl/workbook.xml", WORD.replace("wordprocessingml.document", "spreadsheetml.sheet")),
    "pptx": (
        "ppt/presentation.xml",
        WORD.replace("wordprocessingml.document", "presentationml.presentation"),
    ),
}
OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), colour: Any = "teal", **saved: Any) -> bytes:
    """A picture of one colour."""
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind, **saved)
    return file.getvalue()


def archive(parts: Mapping[str, bytes | str], *, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packed) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def office(ending: str = "docx", **more: bytes | str) -> bytes:
    """A document with no more in it than tells what it is, and the parts `more`, whose `__` stand for `/`."""
    parts = {name.replace("__", "/"): content for name, content in more.items()}
    if ending in OPEN:
        media = f"application/vnd.oasis.opendocument.{OPEN[ending]}"
        return archive({"mimetype": media, "content.xml": "<office/>"} | parts)
    main, media = MAIN[ending]
    return archive({"[Content_Types].xml": TYPES.format(main, media), main: "<w/>"} | parts)


def claimed_png(width: int, height: int) -> bytes:
    """A PNG that says to be as large as that, in a few bytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))
        )

    head = struct.pack(">2L5B", width, height, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def claimed_gif(canvas: tuple[int, int], *frames: tuple[int, int], clears: bool = False) -> bytes:
    """A GIF whose frames say to be as large as that, in a few bytes; each is cleared before the next if `clears`."""
    head = b"GIF89a" + struct.pack("<2H3B", *canvas, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    control = b"\x21\xf9\x04\x08\0\0\0\0" if clears else b""
    drawn = (
        control + b"\x2c" + struct.pack("<4HB", 0, 0, *size, 0) + b"\x02\x02\x4c\x01\0" for size in frames
    )
    return head + b"".join(drawn) + b"\x3b"


def looked_through(name: str, content: bytes) -> tuple[Examined, bytes]:
    """What `examine` says of a file, and the bytes that would be kept of it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        examined = examine(path, clean_name(name))
        with examined.opened() as kept:
            return examined, kept.read()


def put_file(person: Person, place: Space | Post, name: str, content: bytes) -> Attachment:
    """A file in the running command, its bytes with it: of a post, or of none in a space."""
    examined, kept = looked_through(name, content)
    space = place if isinstance(place, Space) else place.topic.space
    row = Attachment(
        person_id=person.id,
        space_id=space.id,
        key=people.key(),
        stored=secrets.token_hex(16),
        name=name,
        media=examined.media,
        size=examined.size,
        sent=examined.sent,
        digest=examined.digest,
        width=examined.picture.width if examined.picture else None,
        height=examined.picture.height if examined.picture else None,
    )
    storage.store().put(row.stored, io.BytesIO(kept))
    if examined.small:
        storage.store().put(storage.small(row.stored), examined.small)
    if isinstance(place, Post):
        row.bind(place, place=place.attached, description="")
    db.session.add(row)
    db.session.flush()
    return row


def attach(
    person: Person,
    space: Space,
    name: str = "plan.txt",
    content: bytes = b"A plan.",
    *,
    key: str = "",
    quotas: Quotas = QUOTAS,
) -> Attachment:
    """Attach a file through the command."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return commands.attach(
            actor_id=person.id,
            space_id=space.id,
            source=path,
            name=name,
            key=key or people.key(),
            quotas=quotas,
        )
