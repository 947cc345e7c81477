"""What the pages share whose decisions can't be undone: shown, ticked, and shown again with what was wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_login import current_user

from cop import web
from cop.errors import Conflict, Invalid
from cop.models import Contributed, Decision
from cop.moderation import commands
from cop.moderation.forms import FinalForm
from cop.moderation.views.routes import seen_version
from cop.web import Answer


@dataclass(frozen=True, slots=True)
class FinalPage:
    """A form about what `find` finds at this moment, with the version of its review: 0 where there is none. What is
    under a legal hold has none.
    """

    template: str
    form: FinalForm
    find: Callable[[], tuple[Contributed, int]]
    back_to: str

    def answer(
        self, decide: Callable[..., Decision], then: Callable[[Decision], Answer], **about: Any
    ) -> Answer:
        """The page; or, once it was sent, what follows the decision. `about` is what it is about, for the command."""
        if not self.form.is_submitted():
            return self._shown()
        self._found()
        try:
            self.form.require_sure()
            decision = decide(actor_id=current_user.id, version=seen_version(), **about, **self.form.given())
        except (Invalid, Conflict) as error:
            status = web.explain(self.form, error)
            return self._shown(), status
        return then(decision)

    def _shown(self) -> str:
        subject, seen = self._found()
        return render_template(
            self.template, form=self.form, subject=subject, back_to=self.back_to, seen=seen
        )

    def _found(self) -> tuple[Contributed, int]:
        subject, seen = self.find()
        commands.require_free(subject)
        return subject, seen
