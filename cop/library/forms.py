"""Shape and wording of what is typed about what stands in the library."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField

from cop.library.commands import Described, suggesting
from cop.library.commands.deciding import REASON_LIMIT
from cop.models import AgendaLevel, Resource
from cop.typed import ADDRESS_LIMIT, NO_ADDRESS
from cop.web.asked import NAME_LIMIT
from cop.web.forms import Choice, Keyed, at_most, labels, offered, single

LEVELS = {
    AgendaLevel.NATIONAL: Choice("National", "Policy and guidance of the nation."),
    AgendaLevel.REGIONAL: Choice("Regional", "Of a region or a network in it."),
    AgendaLevel.ORGANISATIONAL: Choice("Organisational", "What one organisation has done, or needs."),
}


class FilterForm(FlaskForm):
    class Meta:
        csrf = False

    level = SelectField(
        "Level",
        coerce=lambda word: AgendaLevel(word) if word else None,
        choices=offered(((each, each.label) for each in AgendaLevel), blank="All"),
    )
    tag = SelectField("Tag", default="", validate_choice=False, validators=[at_most(suggesting.TAG_LIMIT)])
    words = StringField("Words", [at_most(NAME_LIMIT)])

    def offer(self, tags: list[str]) -> "FilterForm":
        self.tag.choices = offered(((each, each) for each in tags), blank="All")
        return self


class ResourceForm(Keyed):
    title = StringField("What it is called", single(suggesting.TITLE_LIMIT, "Enter what it is called."))
    address = StringField("Its address on the web", single(ADDRESS_LIMIT, NO_ADDRESS))
    level = RadioField("Level", choices=offered(labels(LEVELS)), coerce=AgendaLevel)
    text = TextAreaField("What it is good for (optional)", [at_most(suggesting.TEXT_LIMIT)])
    tags = StringField("Tags (optional)", [at_most(400)])
    topic = StringField("Address of a topic in which it is discussed (optional)", [at_most(ADDRESS_LIMIT)])

    def show(self, resource: Resource, topic: str) -> None:
        """Let it begin as it is in the library."""
        self.title.data, self.address.data = resource.title, resource.address
        self.level.data, self.text.data = resource.level, resource.text
        self.tags.data, self.topic.data = ", ".join(each.name for each in resource.tags), topic

    def described(self) -> Described:
        return Described(
            title=self.title.data or "",
            address=self.address.data or "",
            level=self.level.data,
            text=self.text.data or "",
            tags=self.tags.data or "",
            topic=self.topic.data or "",
        )


class ChangedResourceForm(ResourceForm):
    seen = HiddenField()


class DeclineForm(FlaskForm):
    reason = TextAreaField("Why, for whoever suggested it", [at_most(REASON_LIMIT)])
