"""How long ago a file was written."""

from datetime import UTC, datetime
from pathlib import Path


def is_older(path: Path, before: datetime) -> bool:
    """Whether the file was last written before that moment; one that has gone meanwhile was not."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < before
    except FileNotFoundError:
        return False
