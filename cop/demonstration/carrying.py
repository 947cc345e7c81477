"""What posts of the demonstration carry beside their words: tags of their space, and files that stand in `content`."""

import sqlalchemy as sa

from cop.db import session
from cop.demonstration.story import HERE, Line
from cop.forum import commands as forum
from cop.forum.commands.quotas import Quotas
from cop.models import Space, Tag


def tags_for(line: Line, space: Space, *, moderator_id: int) -> list[int]:
    """Ids of the tags that `line` names; the space's moderator puts those into its list that are not there yet."""
    return [_tag_id(space.id, name, moderator_id) for name in line.raw.get("tags", [])]


def _tag_id(space_id: int, name: str, moderator_id: int) -> int:
    there = sa.select(Tag.id).where(Tag.space_id == space_id, Tag.folded == name.casefold())
    return session.scalar(there) or forum.add_tag(actor_id=moderator_id, space_id=space_id, name=name).id


def files_for(line: Line, space: Space, *, author_id: int, quotas: Quotas) -> dict[int, str]:
    """What `line` attaches: the id of each file, and what its author says of it."""
    return {
        forum.attach(
            actor_id=author_id,
            space_id=space.id,
            source=HERE / "files" / name,
            name=name,
            key=f"demonstration-{name}",
            quotas=quotas,
        ).id: description
        for name, description in line.raw.get("files", {}).items()
    }
