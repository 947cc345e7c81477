"""Shape and wording of what is typed about inquiries, and in answer to them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from cop.errors import Invalid
from cop.inquiries.commands import Asked, Reported, Theme, opening, reporting, responding, theming
from cop.models import Inquiry, InquiryReaders, InquiryResponse, InquiryTheme
from cop.typed import ADDRESS_LIMIT
from cop.web.forms import Choice, Keyed, at_most, labels, offered, row_id, single


class Whom(StrEnum):
    ALL = "all"
    NAMED = "named"


WHOM = {
    Whom.ALL: Choice("All members", "Whoever belongs to the network."),
    Whom.NAMED: Choice("Members of some organisations", "Those that you name below."),
}
READERS = {
    InquiryReaders.ORGANISERS: Choice(
        "Programme staff and stewards", "Those who keep this inquiry, with your name. Nobody else."
    ),
    InquiryReaders.ALL: Choice("Everybody who reads this inquiry", "With your name and your organisation."),
}


class InquiryForm(Keyed):
    """What is asked, of whom and until when."""

    title = StringField("What it is about", single(opening.TITLE_LIMIT, "Say what it is about."))
    about = TextAreaField("Why you ask (optional)", [at_most(opening.ABOUT_LIMIT)])
    questions = TextAreaField("Questions", [InputRequired("Ask at least one question.")])
    closes_on = DateField("Open until the end of", [InputRequired("Enter a date.")])
    whom = RadioField("Whom you ask", choices=offered(labels(WHOM)), coerce=Whom, default=Whom.ALL.value)
    organisations = TextAreaField("Organisations")

    def show(self, inquiry: Inquiry) -> None:
        """Let it begin as the inquiry is."""
        self.title.data, self.about.data, self.closes_on.data = (
            inquiry.title,
            inquiry.about,
            inquiry.closes_on,
        )
        self.questions.data = "\n".join(each.text for each in inquiry.questions)
        self.whom.data = Whom.ALL if inquiry.is_for_all else Whom.NAMED
        self.organisations.data = "\n".join(each.name for each in inquiry.organisations)

    def asked(self) -> Asked:
        """What was filled in, of a form that is rightly filled."""
        if self.closes_on.data is None:
            raise Invalid("Enter a date.", field="closes_on")
        return Asked(
            title=self.title.data or "",
            about=self.about.data or "",
            questions=self.questions.data or "",
            closes_on=self.closes_on.data,
            is_for_all=self.whom.data is Whom.ALL,
            organisations=self.organisations.data or "",
        )


class ChangedInquiryForm(InquiryForm):
    seen = HiddenField()


class ResponseForm(FlaskForm):
    """A field for each question comes with `for_inquiry`."""

    readers = RadioField("Who reads it", choices=offered(labels(READERS)), coerce=InquiryReaders)
    may_quote = BooleanField("My words may be quoted in what is published, without my name")

    @classmethod
    def for_inquiry(cls, inquiry: Inquiry) -> "ResponseForm":
        fields = {
            f"answer_{each.id}": TextAreaField(each.text, [at_most(responding.ANSWER_LIMIT)])
            for each in inquiry.questions
        }
        made: ResponseForm = type("ResponseFormHere", (cls,), fields)()
        return made

    def show(self, response: InquiryResponse | None, answers: Mapping[int, str]) -> None:
        """Let it begin as it was kept; with nobody but the organisers chosen where nothing was."""
        self.readers.data = response.readers if response else InquiryReaders.ORGANISERS
        self.may_quote.data = response is not None and response.may_quote
        for question_id, text in answers.items():
            self[f"answer_{question_id}"].data = text

    def answers(self, inquiry: Inquiry) -> dict[int, str]:
        return {each.id: self[f"answer_{each.id}"].data or "" for each in inquiry.questions}


class ThemeForm(FlaskForm):
    title = StringField("Theme", single(theming.TITLE_LIMIT, "Give it a title."))
    text = TextAreaField("What was heard, in words of your own (optional)", [at_most(theming.TEXT_LIMIT)])

    def said(self) -> Theme:
        return Theme(title=self.title.data or "", text=self.text.data or "")


class UnderForm(FlaskForm):
    """Under which themes a response lies."""

    themes = SelectMultipleField("Themes", coerce=row_id, validators=[Optional()])

    def offer(self, themes: Iterable[InquiryTheme]) -> None:
        self.themes.choices = offered((each.id, each.title) for each in themes)


class ReportForm(FlaskForm):
    report = TextAreaField("What was heard, and what comes of it", [at_most(reporting.REPORT_LIMIT)])
    document = StringField("What a paper about it is called (optional)", [at_most(reporting.NAME_LIMIT)])
    address = StringField("Where that paper stands on the web (optional)", [at_most(ADDRESS_LIMIT)])
    topic = StringField("Address of the topic in which it is discussed (optional)", [at_most(ADDRESS_LIMIT)])
    seen = HiddenField()

    def reported(self) -> Reported:
        return Reported(**{name: self[name].data or "" for name in Reported.__slots__})
