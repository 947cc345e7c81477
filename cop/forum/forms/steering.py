"""Shape and wording of what is done with a topic as a whole, and with the tags of a space."""

from datetime import datetime

from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Optional

from cop.errors import Invalid
from cop.forum.commands.steering import closing_of, pin_of, slowness_of
from cop.forum.forms.writing import TagsForm
from cop.models import Topic
from cop.web.forms import end_of, hidden_number, offered, paces, row_id


class SteeringForm(FlaskForm):
    """`seen` is what its page showed of the topic: what a colleague has changed meanwhile is not replaced unseen."""

    seen = HiddenField()

    def look_at(self, topic: Topic) -> str:
        """Let the next save be one that knows how the topic is now, which is returned as a sentence (F15)."""
        raise NotImplementedError

    def was(self) -> str:
        """What the page showed; a page that says nothing showed nothing."""
        return self.seen.data or ""


class ReasonForm(FlaskForm):
    """`reason` stands in the log of decisions, for those who give one."""

    reason = StringField("Why (optional)")


class TitleForm(ReasonForm, SteeringForm):
    title = StringField("Title")

    def look_at(self, topic: Topic) -> str:
        self.seen.data = topic.title
        return f"It is called “{topic.title}” now."


class SortingForm(TagsForm, SteeringForm):
    def look_at(self, topic: Topic) -> str:
        self.seen.data = " ".join(str(tag.id) for tag in topic.tags)
        names = ", ".join(f"“{tag.name}”" for tag in topic.tags)
        return f"It has the tags {names} now." if names else "It has no tags now."

    def had(self) -> list[int]:
        """Ids of the tags that it had on the page."""
        return [hidden_number(word) for word in self.was().split()]


class LastDayForm(FlaskForm):
    """A day in the United Kingdom; what ends with it ends as the next one begins."""

    last_day = DateField("Last day", [Optional()])

    def end(self) -> datetime | None:
        """The moment at which that day has ended; None where none was named. Raises Invalid (no day of a calendar)."""
        if self.last_day.errors or (any(self.last_day.raw_data or ()) and self.last_day.data is None):
            raise Invalid("Enter a day, such as 2026-03-27.", field="last_day")
        return end_of(self.last_day.data)


class PinForm(LastDayForm, SteeringForm):
    last_day = DateField("Last day on top", [Optional()])

    def look_at(self, topic: Topic) -> str:
        self.seen.data = topic.pin_word
        return pin_of(topic)


class ClosingForm(LastDayForm, SteeringForm):
    last_day = DateField("Last day for replies", [Optional()])

    def look_at(self, topic: Topic) -> str:
        self.seen.data = topic.closing_word
        return closing_of(topic)


class SlowForm(SteeringForm):
    seconds = RadioField("Slow mode", choices=offered(paces("post")), coerce=int, validate_choice=False)

    def look_at(self, topic: Topic) -> str:
        self.seen.data = str(topic.slow_posts)
        return slowness_of(topic)


class TagForm(FlaskForm):
    name = StringField("Name of the tag")


class MoveForm(ReasonForm):
    space = RadioField("Where it goes", coerce=row_id, validate_choice=False)


class MergeForm(ReasonForm):
    into = RadioField("The topic that it goes into", coerce=row_id, validate_choice=False)
    address = StringField("Another one, by its address or its number")


class SplitForm(ReasonForm):
    title = StringField("Title")
    posts = SelectMultipleField("Posts", coerce=row_id, validate_choice=False)
