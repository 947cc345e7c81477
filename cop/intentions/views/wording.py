"""Writing what an intention says, by the two of a pair."""

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required

from cop import web
from cop.errors import Conflict, CopError
from cop.intentions import commands
from cop.intentions.forms import WordingForm
from cop.intentions.views.blueprint import blueprint, own_pair
from cop.models import Intention, Pair, Wording
from cop.web import Answer


@blueprint.get("/spaces/<pair>/intention/words")
@login_required
def words(pair: str) -> str:
    here = own_pair(pair)
    return _show(here, WordingForm.of(_newest(here)))


@blueprint.post("/spaces/<pair>/intention/words")
@login_required
def write(pair: str) -> Answer:
    """Save it. Where the other half was first both texts are shown, and the next save is a knowing one (F15)."""
    here, form = own_pair(pair), WordingForm()
    if not form.validate():
        return _show(here, form), 422
    try:
        done = commands.write_intention(
            actor_id=current_user.id, pair_id=here.id, said=form.said(), seen=form.seen_number()
        )
    except CopError as error:
        return _ask_again(pair, form, error)
    flash("Saved. Only the two of you read it until you share it.", "good")
    return redirect(url_for("intentions.intention", intention_id=done.id), 303)


def _ask_again(pair: str, form: WordingForm, error: CopError) -> tuple[str, int]:
    status, here = web.explain(form, error), own_pair(pair)
    theirs = _newest(here) if isinstance(error, Conflict) else None
    if isinstance(error, Conflict):
        form.seen.data = str(theirs.number if theirs else 0)
    return _show(here, form, theirs=theirs), status


def _newest(pair: Pair) -> Wording | None:
    intention = Intention.open_of(pair.id)
    return intention.newest if intention else None


def _show(pair: Pair, form: WordingForm, *, theirs: Wording | None = None) -> str:
    return render_template("intentions/words.html", pair=pair, space=pair.space, form=form, theirs=theirs)
