"""Text files: characters from beginning to end, and no page of the web or program among them."""

import codecs
import re
from pathlib import Path

from cop.files.kinds import another

CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\x0b\x0c\r")
MARKUP = re.compile(r"<(!doctype|html|head|body|svg|script|iframe|\?xml|\?php)|#!|%!ps|%pdf", re.IGNORECASE)
BEGINNING = 64
WITH_MARK = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"))
WITHOUT_MARK = ("utf-8", "cp1252")


def read(path: Path, name: str) -> tuple[str, str]:
    """The text at `path` and how its characters are written; Invalid where they are none, or begin like a page or a
    program.
    """
    content = path.read_bytes()
    marked = [charset for mark, charset in WITH_MARK if content.startswith(mark)]
    for charset in marked or WITHOUT_MARK:
        text = _read(content, charset)
        if text is not None and not MARKUP.match(text.lstrip()[:BEGINNING]):
            return text, charset.removesuffix("-sig")
    raise another(name)


def _read(content: bytes, charset: str) -> str | None:
    """The text, None where these are no characters or controls stand among them."""
    try:
        text = content.decode(charset)
    except UnicodeDecodeError:
        return None
    plain = text.encode("utf-8", "surrogatepass")
    return text if len(plain.translate(None, CONTROLS)) == len(plain) else None
