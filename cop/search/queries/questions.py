"""What somebody asks for: words, and what they narrow the answer down by."""

from dataclasses import dataclass
from datetime import datetime

from cop import stems

MOST_WORDS, LONGEST = 8, 100
"""Words that count, and characters of a question."""

KINDS = {"topic": "Topics by title", "post": "Posts", "message": "Lines of a room", "person": "People"}
"""What an answer can be narrowed down to."""

ANSWERED = {"yes": "With an answer", "no": "Without an answer"}
"""How far a topic has come."""


@dataclass(frozen=True, slots=True)
class Question:
    """`text` as it was typed. The empty filters do nothing: `space` is a slug, `author` a name or a part of one,
    `since` and `until` (not included) are moments, `kind` is one of KINDS. `tag` is the name of one, and `answered` one
    of ANSWERED: they leave nothing but what stands in topics.
    """

    text: str = ""
    space: str = ""
    author: str = ""
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    tag: str = ""
    answered: str = ""

    @property
    def words(self) -> list[str]:
        """The words that are looked for, each once: little ones only where there are no others."""
        typed = list(dict.fromkeys(stems.words(self.text[:LONGEST])))
        telling = [word for word in typed if word not in stems.LITTLE]
        return (telling or typed)[:MOST_WORDS]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words decides: then people, who were not written anywhere at any time, are no answer."""
        return bool(self.space or self.author or self.since or self.until or self.tag or self.answered)

    def wants(self, kind: str) -> bool:
        return self.kind in ("", kind)
