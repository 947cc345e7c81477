"""Shape and wording of what is written in a forum."""

from collections.abc import Iterable
from functools import cache
from typing import Self

from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import DateField, HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional

from cop.forum.commands import Begun, Retitling
from cop.models import ForumDraft, Post, Tag
from cop.models.shared_texts import SharedText
from cop.web.forms import Keyed, fresh_key, hidden_number, offered, row_id


class WritingForm(Keyed):
    """A form whose words are kept as a draft while they are written. `turn` is the last of it that the page knows."""

    turn = HiddenField()

    def begun(self) -> Begun:
        """What was typed, to be kept."""
        return Begun(self.text.data or "", key=self.key.data or "", turn=hidden_number(self.turn.data))

    def resume(self, draft: ForumDraft | None) -> None:
        """Get ready to be shown, with what was begun before what the form holds already."""
        self.renew_key()
        if draft is not None:
            self.text.data = "\n\n".join(filter(None, (draft.text, self.text.data)))
            self.know(draft)

    def know(self, draft: ForumDraft) -> None:
        """Go on from this turn of the draft, under its key: what is sent from two pages is sent once."""
        self.turn.data = str(draft.turn)
        self.key.data = draft.key or fresh_key()


class ReplyForm(WritingForm):
    text = TextAreaField("Your reply")
    file = MultipleFileField("Add files")
    page = HiddenField()
    """The page of the topic that the reply was written on."""
    quoted = ""
    """The words that it is to answer, as they stand in `text` behind what was begun."""

    def is_blank(self) -> bool:
        """Whether it holds nothing yet, and nothing is wrong with it."""
        return not (self.text.data or self.errors)


@cache
def blank_reply() -> ReplyForm:
    """The form of everybody who has begun nothing. It is shown only; what makes one another's stands beside it."""
    return ReplyForm(None, meta={"csrf": False})


class TagsForm(FlaskForm):
    tags = SelectMultipleField("Tags", coerce=row_id, validate_choice=False)

    def offer(self, tags: Iterable[Tag]) -> Self:
        """Let it be chosen from these."""
        self.tags.choices = offered((tag.id, tag.name) for tag in tags)
        return self


class TopicForm(TagsForm, WritingForm):
    title = StringField("Title")
    text = TextAreaField("What you want to say or ask")
    file = MultipleFileField("Add files")

    def begun(self) -> Begun:
        return super().begun().titled(self.title.data or "")

    def resume(self, draft: ForumDraft | None) -> None:
        super().resume(draft)
        if draft is not None:
            self.title.data = draft.title


class VersionedForm(FlaskForm):
    """It says which version of a text was edited."""

    version = HiddenField()

    def seen_version(self) -> int:
        """The version that was edited; 0 where there was none, or the page did not say."""
        return hidden_number(self.version.data)


class EditForm(VersionedForm, WritingForm):
    """`seen_title` is empty where the post is not the one that opened its topic: then there is no title to change."""

    title = StringField("Title of the topic")
    text = TextAreaField("Your post")
    file = MultipleFileField("Add files")
    seen_title = HiddenField()

    @classmethod
    def of(cls, post: Post) -> "EditForm":
        """The form with what `post` says now."""
        title = post.topic.title if post.is_opening else ""
        return cls(text=post.text, version=post.version, title=title, seen_title=title)

    def retitling(self) -> Retitling | None:
        seen = self.seen_title.data
        return Retitling(self.title.data or "", seen) if seen else None

    def begun(self) -> Begun:
        """A title that stays as it was is nothing that was begun: somebody else may change it meanwhile."""
        title = self.title.data or ""
        begun = super().begun().titled("" if title == self.seen_title.data else title)
        return begun.from_version(self.seen_version())

    def resume(self, draft: ForumDraft | None) -> None:
        self.renew_key()
        if draft is not None:
            self.text.data = draft.text
            self.title.data = draft.title or self.title.data
            self.know(draft)

    def meet(self, post: Post) -> None:
        """Let the next save be a knowing one: its page shows what `post` says now beside what was begun (F15)."""
        self.version.data = str(post.version)
        self.seen_title.data = post.topic.title if post.is_opening else ""


class BookmarkForm(FlaskForm):
    remind_on = DateField("Remind me on", validators=[Optional()])


class SharedTextForm(VersionedForm):
    """Words that several write in turns."""

    text = TextAreaField("Text")

    def meet(self, text: SharedText) -> None:
        """Let the next save be a knowing one: its page shows what `text` says now beside what was typed (F15)."""
        self.version.data = str(text.version)


class SummaryForm(SharedTextForm):
    text = TextAreaField("Summary")


class OutcomeForm(SharedTextForm):
    text = TextAreaField("Outcome")
    review_on = DateField("Look at it again on", [Optional()])
