"""What a topic is opened with and called, and what of it is said where words of the space's list were replaced."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cop.forum.commands.binding import sent_with
from cop.markup import POST_LIMIT, Words
from cop.models.states import digest
from cop.models.wording import Part
from cop.typed import fitting, one_line

TITLE_LIMIT = 150


@dataclass(frozen=True, slots=True)
class Opening:
    """What a topic is opened with; `sent_title` is the one that was sent, whatever it is called by."""

    title: str
    sent_title: str
    words: Words
    message_ids: list[int]
    tag_ids: list[int]
    files: Mapping[int, str]

    def digest(self, space_id: int) -> str:
        """By which a repeat in that space is known."""
        tags = map("tag {}".format, self.tag_ids)
        said = (self.sent_title, self.words.sent, *self.message_ids)
        return digest("topic", space_id, *said, *tags, *sent_with(self.files))

    def parts(self) -> list[Part]:
        """What a list of words is to look through."""
        title = Part("title", self.sent_title, self.title)
        return [title, Part("text", self.words.sent, self.words.text)]

    def reworded(self, parts: Mapping[str, str]) -> "Opening":
        """The same, saying `parts`."""
        return replace(self, title=fitting_title(parts["title"]), words=reworded(self.words, parts))


def one_title(title: str) -> str:
    """`title` as a topic is called; Invalid where that is none."""
    return one_line(title, limit=TITLE_LIMIT, field="title", missing="Give the topic a title.")


def fitting_title(title: str) -> str:
    """The same of one in which words were replaced."""
    return fitting(title, limit=TITLE_LIMIT, field="title")


def reworded(words: Words, parts: Mapping[str, str]) -> Words:
    """The same author's words with their text as `parts` have it."""
    return words.reworded(parts["text"], limit=POST_LIMIT)
