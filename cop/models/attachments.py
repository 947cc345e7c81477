"""Attachments: files of a post, or of one that is being written. The bytes are kept elsewhere, under a name we made."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import set_committed_value

from cop import clock
from cop.db import Base, Id, record, session
from cop.errors import Conflict
from cop.events import FileConfirmed
from cop.files import SMALL, kind_by_name
from cop.models.people import Person
from cop.models.posts import Post
from cop.models.spaces import Space

ANOTHER_FILE = "Another file was already sent under that name of an upload. Choose it again."


class Attachment(Base):
    """`name` is what people see, `stored` what the bytes are kept as, `size` what they take, the thumbnail's with them.

    It is of no post until that is posted, and of the space it was sent for; who may read it is for its post to say.
    `sent` is of the bytes as they came, so that a repeat under `key` is told from another file; `digest` of those kept.
    A picture has a width, a height and a thumbnail. `place` orders the files of a post. One that its author took out
    of the post stays with it as its earlier texts do.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        UniqueConstraint("stored"),
        Index("ix_attachment_post_id", "post_id"),
        Index("ix_attachment_space_id", "space_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    key: Mapped[str]
    stored: Mapped[str]
    name: Mapped[str]
    media: Mapped[str]
    size: Mapped[int]
    sent: Mapped[str]
    digest: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    description: Mapped[str] = mapped_column(default="")
    place: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    doubts: Mapped[str] = mapped_column(default="", server_default="")
    """Detectors that found something in it of which its sender says that it is no patient's."""
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    space: Mapped[Space] = relationship()
    post: Mapped[Post | None] = relationship()

    @property
    def is_picture(self) -> bool:
        return self.width is not None

    @property
    def kind(self) -> str:
        """What people call such a file: “PDF”, “Word document”."""
        return kind_by_name(self.name).words

    @property
    def small_size(self) -> tuple[int, int]:
        """Width and height of the thumbnail, so that nothing moves when it comes."""
        width, height = self.width or 1, self.height or 1
        scale = min(1.0, SMALL[0] / width, SMALL[1] / height)
        return max(1, round(width * scale)), max(1, round(height * scale))

    def matches(self, sent: str, space_id: int) -> None:
        """Conflict unless a repeat under the same key brings the same bytes to the same space."""
        if (self.sent, self.space_id) != (sent, space_id):
            raise Conflict(ANOTHER_FILE)

    def bind(self, post: Post, *, place: int, description: str) -> None:
        """Be of `post` from now on, whose row must be locked, or be new."""
        self.post, self.place, self.description = post, place, description
        post.attached += 1
        post.changed += 1
        if self.doubts:
            record(FileConfirmed(self.id))

    def withdraw(self) -> None:
        """Be shown with the post no longer, which counts as an edit of it. The post's row must be locked."""
        self.withdrawn_at = clock.now()
        if self.post is not None:
            self.post.attached -= 1
            self.post.change()


def load_onto(posts: Iterable[Post]) -> None:
    """Give each of `posts` its attachments, in one query for all; in none where no post has any."""
    by_id = {post.id: post for post in posts}
    files: dict[int, list[Attachment]] = {post_id: [] for post_id in by_id}
    having = [post.id for post in by_id.values() if post.attached]
    for each in _of(having) if having else ():
        files[each.post_id or 0].append(each)
    for post_id, post in by_id.items():
        set_committed_value(post, "attachments", files[post_id])


def _of(post_ids: Sequence[int]) -> Sequence[Attachment]:
    query = sa.select(Attachment).where(Attachment.post_id.in_(post_ids), Attachment.withdrawn_at.is_(None))
    return session.scalars(query.order_by(Attachment.place, Attachment.id)).all()
