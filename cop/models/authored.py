"""A new post of somebody, with their standing as it is at this moment."""

from cop.markup import Words
from cop.models.people import Person
from cop.models.posts import Post
from cop.models.states import State
from cop.models.topics import Topic


def new_post(
    topic: Topic, words: Words, *, author: Person, key: str, sent: str, is_opening: bool = False
) -> Post:
    """A post that nobody has let through yet. `sent` is the digest of what was sent under `key`."""
    post = Post(
        topic=topic,
        topic_id=topic.id,
        author=author,
        author_id=author.id,
        organisation=author.organisation,
        organisation_id=author.organisation_id,
        professional_role=author.professional_role,
        is_opening=is_opening,
        state=State.HELD,
        key=key,
        digest=sent,
    )
    post.say(words)
    return post
