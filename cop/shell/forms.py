"""Shape and wording of a question to the whole site."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import DateField, SearchField, SelectField, StringField
from wtforms.validators import Length, Optional

from cop import clock
from cop.search.queries import KINDS, Question
from cop.search.queries.questions import ANSWERED, LONGEST
from cop.web.forms import end_of, offered

FIELDS = ("q", "space", "kind", "by", "since", "until", "tag", "answered")


class SearchForm(FlaskForm):
    """It only asks, so it carries no token; what is wrong in it is said, and nothing is looked for."""

    class Meta:
        csrf = False

    q = SearchField("Words to look for", [Length(max=LONGEST)])
    space = SelectField("In", [Optional()])
    kind = SelectField("What", [Optional()], choices=offered(KINDS.items(), blank="Everything"))
    by = StringField("Written by", [Length(max=LONGEST)])
    since = DateField("From", [Optional()])
    until = DateField("Until", [Optional()])
    tag = StringField("Tag of the topic", [Length(max=LONGEST)])
    answered = SelectField("Answer", [Optional()], choices=offered(ANSWERED.items(), blank="Either way"))

    def offer(self, rows: Iterable[Any]) -> "SearchForm":
        """Let the spaces of `rows`, which whoever asks can read, be chosen from."""
        self.space.choices = offered([(row.slug, row.name) for row in rows], blank="All my spaces")
        return self

    def question(self) -> Question:
        since = self.since.data
        return Question(
            text=(self.q.data or "").strip(),
            space=self.space.data or "",
            author=(self.by.data or "").strip(),
            kind=self.kind.data or "",
            since=clock.midnight(since) if since else None,
            until=end_of(self.until.data),
            tag=" ".join((self.tag.data or "").split()),
            answered=self.answered.data or "",
        )
