"""How much may be attached: one file, one person's files together, one space's files together."""

from dataclasses import dataclass

import sqlalchemy as sa

from cop.config import Settings
from cop.db import session
from cop.errors import TooLarge
from cop.models import Attachment, Space

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Quotas:
    """In bytes; what they are for an installation is for its settings to say."""

    file: int
    person: int
    space: int

    @classmethod
    def of(cls, settings: Settings) -> "Quotas":
        return cls(settings.attachment_mb * MB, settings.person_mb * MB, settings.space_mb * MB)

    def check(self, *, person_id: int, space: Space, size: int, name: str) -> None:
        """TooLarge, with what is used and what to do, unless `size` bytes more may be kept."""
        if size > self.file:
            raise TooLarge(
                f"“{name}” has {shown(size)}; a file may have {shown(self.file)} at most.", field="file"
            )
        own = used(Attachment.person_id == person_id)
        if own + size > self.person:
            raise TooLarge(
                f"Your files take {shown(own)} of the {shown(self.person)} that you have, and “{name}” has "
                f"{shown(size)}. Make it smaller, or ask programme staff for more room.",
                field="file",
            )
        common = used(Attachment.space_id == space.id)
        if common + size > self.space:
            raise TooLarge(
                f"The files of {space.name} take {shown(common)} of the {shown(self.space)} that there are, and "
                f"“{name}” has {shown(size)}. Make it smaller, or ask programme staff for more room.",
                field="file",
            )


def used(whose: sa.ColumnElement[bool]) -> int:
    """Bytes that the files of somebody, or of a space, take."""
    return int(session.scalar(sa.select(sa.func.coalesce(sa.func.sum(Attachment.size), 0)).where(whose)) or 0)


def shown(size: int) -> str:
    """Bytes as people read them: “1.2 MB”."""
    if size < MB:
        return f"{max(1, round(size / 1000))} kB"
    return f"{size / MB:.1f} MB".replace(".0 MB", " MB")
