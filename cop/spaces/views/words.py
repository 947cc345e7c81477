"""The list of words of a space, for its moderators alone."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError
from cop.models import Space
from cop.models.listed_words import MOST_IN_A_SPACE
from cop.spaces import commands
from cop.spaces.forms import EFFECTS, WordForm
from cop.spaces.queries import words
from cop.spaces.views.blueprint import blueprint
from cop.web.forms import hints, labels

Answer = Response | tuple[str, int]


@blueprint.get("/spaces/<slug>/words")
@login_required
def listed_words(slug: str) -> str:
    return _show(_kept(slug), WordForm(formdata=None))


@blueprint.post("/spaces/<slug>/words")
@login_required
@web.proved
def list_word(slug: str) -> Answer:
    space, form = _kept(slug), WordForm()
    if not form.validate_on_submit():
        return _show(space, form), 422
    about = {"actor_id": current_user.id, "space_id": space.id}
    phrase, replacement = form.phrase.data or "", form.replacement.data or ""
    return _done(
        slug,
        form,
        lambda: commands.list_word(**about, phrase=phrase, effect=form.effect.data, replacement=replacement),
    )


@blueprint.post("/spaces/<slug>/words/<int:word_id>/removal")
@login_required
@web.proved
def unlist_word(slug: str, word_id: int) -> Answer:
    word = web.found(words.word_in(_kept(slug), word_id)).id
    return _done(slug, WordForm(), lambda: commands.unlist_word(actor_id=current_user.id, word_id=word))


def _kept(slug: str) -> Space:
    space = web.space(slug)
    policy.require(
        policy.can_set_rules(web.actor(), space), "Only the moderators of this space keep its list of words."
    )
    return space


def _done(slug: str, form: WordForm, change: Callable[[], object]) -> Answer:
    try:
        change()
    except CopError as error:
        status = web.explain(form, error)
        return _show(_kept(slug), form), status
    flash("Saved. It holds for what is written from now on.", "good")
    return redirect(url_for("spaces.listed_words", slug=slug), 303)


def _show(space: Space, form: WordForm) -> str:
    return render_template(
        "spaces/words.html",
        space=space,
        form=form,
        words=words.words_of(space),
        most=MOST_IN_A_SPACE,
        effects=dict(labels(EFFECTS)),
        hints=hints(EFFECTS),
    )
