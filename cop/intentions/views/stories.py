"""Stories of value: told in private, published by consent, and read by evaluators by another."""

import sqlalchemy as sa
from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from werkzeug.wrappers import Response

from cop import policy, web
from cop.errors import CopError, NotFound
from cop.intentions import commands, queries
from cop.intentions.commands.stories import NOT_HERE
from cop.intentions.forms import StoryForm
from cop.intentions.queries.value import PAGE
from cop.intentions.views.blueprint import blueprint
from cop.models import AppointmentRole, ValueStory
from cop.web import Answer, asked
from cop.web.forms import hidden_number


@blueprint.get("/stories")
@login_required
def stories() -> str:
    actor, page = web.actor(), asked.number("page") or 1
    found = queries.stories(actor, page=page)
    return render_template(
        "intentions/stories.html",
        stories=found[:PAGE],
        own=queries.own_stories(actor),
        page=page,
        is_last=len(found) <= PAGE,
    )


@blueprint.get("/stories/for-evaluation")
@login_required
def evaluated() -> str:
    """What evaluators read, and nobody else comes here."""
    if not web.actor().has(AppointmentRole.EVALUATOR):
        raise NotFound
    return render_template("intentions/evaluated.html", stories=queries.stories_to_evaluate(web.actor()))


@blueprint.route("/stories/new", methods=["GET", "POST"])
@login_required
def new_story() -> Answer:
    policy.require(policy.can_tell_story(web.actor()), NOT_HERE)
    form = StoryForm()
    if form.is_submitted():
        return _tell(form)
    begun = {name: hidden_number(request.args.get(name)) or "" for name in ("topic", "intention")}
    form = StoryForm(formdata=None, **begun)
    form.renew_key()
    return _form(form)


def _tell(form: StoryForm) -> Answer:
    try:
        story = commands.tell_story(actor_id=current_user.id, told=form.told(), key=form.sent_key())
    except CopError as error:
        status = web.explain(form, error)
        form.renew_key(error)
        return _form(form), status
    flash("Kept. Nobody else reads it until you agree.", "good")
    return _to(story)


@blueprint.get("/stories/<int:story_id>")
@login_required
def story(story_id: int) -> str:
    here = _story(story_id)
    topic = here.topic if here.topic and policy.can_read_topic(web.actor(), here.topic) else None
    about = here.intention
    intention = about if about and policy.can_read_intention(web.actor(), about) else None
    return render_template("intentions/story.html", story=here, topic=topic, intention=intention)


@blueprint.route("/stories/<int:story_id>/edit", methods=["GET", "POST"])
@login_required
def edit_story(story_id: int) -> Answer:
    here, form = _mine(story_id), StoryForm()
    if not form.is_submitted():
        return _form(StoryForm.of(here), here)
    try:
        commands.retell_story(actor_id=current_user.id, story_id=here.id, told=form.told())
    except CopError as error:
        status = web.explain(form, error)
        return _form(form, _mine(story_id)), status
    flash("Saved.", "good")
    return _to(_mine(story_id))


@blueprint.post("/stories/<int:story_id>/publication")
@login_required
def publish_story(story_id: int) -> Response:
    return _publish(story_id, agreed=True, said="Published: whoever belongs to the network reads it.")


@blueprint.post("/stories/<int:story_id>/publication/removal")
@login_required
def withdraw_story(story_id: int) -> Response:
    return _publish(story_id, agreed=False, said="It is published no more: nobody else finds it here.")


def _publish(story_id: int, *, agreed: bool, said: str) -> Response:
    here = commands.publish_story(actor_id=current_user.id, story_id=_mine(story_id).id, agreed=agreed)
    flash(said, "good")
    return _to(here)


@blueprint.post("/stories/<int:story_id>/evaluation")
@login_required
def allow_evaluation(story_id: int) -> Response:
    return _allow(story_id, agreed=True, said="Evaluators of the programme may read it.")


@blueprint.post("/stories/<int:story_id>/evaluation/removal")
@login_required
def forbid_evaluation(story_id: int) -> Response:
    return _allow(story_id, agreed=False, said="Evaluators read it no more.")


def _allow(story_id: int, *, agreed: bool, said: str) -> Response:
    here = commands.allow_evaluation(actor_id=current_user.id, story_id=_mine(story_id).id, agreed=agreed)
    flash(said, "good")
    return _to(here)


@blueprint.route("/stories/<int:story_id>/removal", methods=["GET", "POST"])
@login_required
def story_removal(story_id: int) -> Answer:
    """Asks whether it is to go: that can't be undone."""
    here = _mine(story_id)
    if request.method == "GET":
        return render_template("intentions/story_removal.html", story=here)
    commands.remove_story(actor_id=current_user.id, story_id=here.id)
    flash("Taken away. Nothing of it is kept.", "good")
    return redirect(url_for("intentions.stories"), 303)


def _story(story_id: int) -> ValueStory:
    query = sa.select(ValueStory).where(ValueStory.id == story_id, policy.visible_stories(web.actor()))
    found: ValueStory = web.found(query)
    return found


def _mine(story_id: int) -> ValueStory:
    here = _story(story_id)
    policy.require(policy.is_author(web.actor(), here), "Whoever tells a story changes it.")
    return here


def _to(story: ValueStory) -> Response:
    return redirect(url_for("intentions.story", story_id=story.id), 303)


def _form(form: StoryForm, story: ValueStory | None = None) -> str:
    return render_template("intentions/story_form.html", form=form, story=story)
