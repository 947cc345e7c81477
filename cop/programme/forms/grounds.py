"""Shape and wording of what a programme builds on."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.validators import InputRequired

from cop.models import Output
from cop.web.forms import chosen_id, offered


class CitationForm(FlaskForm):
    output_id = SelectField(
        "What came of which event", [InputRequired("Choose one.")], coerce=chosen_id, validate_choice=False
    )

    def offer(self, outputs: Iterable[Output]) -> None:
        """Let one of these be chosen; the command asks again."""
        self.output_id.choices = offered(
            [(each.id, f"{each.title} ({each.gathering.title})") for each in outputs]
        )
