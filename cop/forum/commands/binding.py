"""What a post takes with it: the files that its author has sent for it, bound in the transaction that writes it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import sqlalchemy as sa

from cop import guarding
from cop.db import session
from cop.errors import Invalid
from cop.models import Attachment, Post, Space

NO_FILES: Mapping[int, str] = MappingProxyType({})
MOST_FILES = 10
LONGEST_DESCRIPTION = 300

TOO_MANY = f"A post takes at most {MOST_FILES} files. Your text is kept: leave some out, then post again."
GONE = "A file that you attached is not here any more, or belongs to another post. Your text is kept: attach it again."


def described(files: Mapping[int, str]) -> Mapping[int, str]:
    """The ids of `files`, each with its description in one line; Invalid or Doubtful where one names a patient."""
    lines = {file_id: " ".join(words.split())[:LONGEST_DESCRIPTION] for file_id, words in files.items()}
    for line in lines.values():
        guarding.check(line, field="file")
    return lines


def sent_with(files: Mapping[int, str]) -> list[str]:
    """What tells a post with these files from another under the same key; nothing where there are none."""
    return [f"{file_id}={files[file_id]}" for file_id in sorted(files)]


def files_of(actor_id: int, space: Space, files: Mapping[int, str]) -> Sequence[Attachment]:
    """The files that the actor has sent to `space` and posted nowhere yet; Invalid unless these are all of `files`.

    The row of the space must be locked: so no two posts take one file.
    """
    if len(files) > MOST_FILES:
        raise Invalid(TOO_MANY, field="file")
    if not files:
        return ()
    mine = (Attachment.person_id == actor_id, Attachment.space_id == space.id, Attachment.post_id.is_(None))
    query = sa.select(Attachment).where(Attachment.id.in_(files), *mine).order_by(Attachment.id)
    found = session.scalars(query.with_for_update(of=Attachment)).all()
    if len(found) < len(files):
        raise Invalid(GONE, field="file")
    return found


def bind(post: Post, attached: Sequence[Attachment], files: Mapping[int, str]) -> Post:
    """Let `post` have the files, in the order in which `files` names them, behind those that it has."""
    order, first = list(files), post.attached
    for each in attached:
        each.bind(post, place=first + order.index(each.id), description=files[each.id])
    return post


def bind_more(post: Post, files: Mapping[int, str]) -> bool:
    """Let `post`, which stands under its lock, have those of `files` that it has not yet, too; whether there were any.

    Raises Invalid (too many, or one that is not here any more).
    """
    ids = (
        session.scalars(sa.select(Attachment.id).where(Attachment.post_id == post.id)).all() if files else ()
    )
    more = {file_id: described for file_id, described in files.items() if file_id not in ids}
    if post.attached + len(more) > MOST_FILES:
        raise Invalid(TOO_MANY, field="file")
    bind(post, files_of(post.author_id, post.topic.space, more), more)
    return bool(more)
