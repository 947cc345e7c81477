"""What a text would refer to if it were posted now: for a preview, which is then what will be stored."""

from collections.abc import Collection

from cop import policy
from cop.markup import Words
from cop.models import Post, Space
from cop.models.references import References
from cop.policy import Actor


def references(
    author: Actor, space: Space, words: Words, *, topic_id: int = 0, known: Collection[int] = ()
) -> References:
    """Whom `words` of `author` would name and what they would quote in a topic of `space` (0: in a new one). Posts that
    they are `known` to quote may stand elsewhere by now.
    """
    return Post.references(
        words.html,
        words.text,
        policy.readers_of(space),
        others=policy.groups_called_by(author, space),
        space_id=space.id,
        topic_id=topic_id,
        known=known,
    )
