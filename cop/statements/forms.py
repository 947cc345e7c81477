"""Shape and wording of what is filled in about statements."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from cop.models import StatementKind
from cop.web.forms import Keyed, hidden_number, offered

MATERIAL = {
    "yes": "Yes: everybody is asked at their next page, and told by a notice",
    "no": "No: it is put right or made clearer, and means the same",
}


class DraftForm(FlaskForm):
    text = TextAreaField("Text")
    version = HiddenField()

    def seen_version(self) -> int:
        """The version of the draft that was edited; 0 where there was none."""
        return hidden_number(self.version.data)


class PublishForm(Keyed):
    """`draft` is the version of it that was looked at."""

    draft = HiddenField()
    change = StringField("What is new, in a line")
    is_material = RadioField(
        "Must everybody accept it again?",
        [InputRequired("Say whether everybody must accept it again.")],
        choices=offered(MATERIAL.items()),
    )

    @classmethod
    def about(cls, kind: StatementKind) -> "PublishForm":
        """The form for a kind; for what nobody accepts it asks nothing about that."""
        form = cls()
        if not kind.is_accepted:
            del form.is_material
        return form

    def seen_draft(self) -> int:
        return hidden_number(self.draft.data)

    def says_material(self) -> bool:
        return "is_material" in self and self.is_material.data == "yes"


class AcceptForm(FlaskForm):
    """`accepted` is the last version that its page showed."""

    accepted = HiddenField()
    agree = BooleanField("I have read this and accept it", [InputRequired("Tick the box if you accept it.")])

    def up_to(self) -> int:
        return hidden_number(self.accepted.data)
