"""The directory, and one person of it. Each shows what the person chose to share."""

from flask import abort, render_template, request
from flask_login import login_required
from sqlalchemy import select

from cop import policy, web
from cop.models import AppointmentRole, Block, Person
from cop.spaces.forms import DirectoryForm
from cop.spaces.queries import conversations, people
from cop.spaces.queries import directory as listed
from cop.spaces.views.asked import place
from cop.spaces.views.blueprint import blueprint
from cop.web import asked

SHOWN = (AppointmentRole.STAFF, AppointmentRole.STEWARD)
"""Whom members should know to be what they are."""


@blueprint.get("/directory")
@login_required
def directory() -> str:
    actor = web.actor()
    policy.require(policy.can_see_directory(actor), "The directory is for members of the network.")
    form = DirectoryForm(request.args).offer(listed.organisations(), listed.cohorts())
    after = place()
    if not form.validate() or asked.name() != (form.name.data or "").strip():
        abort(400)
    page, total = listed.people(actor, _filters(form), after)
    filters = {name: value for name, value in request.args.items() if value and name in form}
    is_whole = after is None and not filters
    return render_template(
        "spaces/directory.html",
        form=form,
        page=page,
        total=total,
        cohorts=listed.cohorts_of([someone.id for someone in page.rows]),
        is_first=after is None,
        who_left=listed.who_left() if is_whole and policy.can_see_who_left(actor) else [],
        filters=filters,
    )


def _filters(form: DirectoryForm) -> listed.Filters:
    return listed.Filters(
        organisation_id=form.organisation.data,
        region=form.region.data or "",
        cohort_id=form.cohort.data,
        role=form.role.data,
        name=form.name.data or "",
    )


@blueprint.get("/people/<int:person_id>")
@login_required
def person(person_id: int) -> str:
    actor = web.actor()
    someone = web.found(select(Person).where(Person.id == person_id, policy.visible_profiles(actor)))
    block, shared = Block.of(actor.id, someone.id), people.shared_spaces(actor, someone.id)
    return render_template(
        "spaces/person.html",
        someone=someone,
        block=block,
        conversations=conversations.conversations_with(actor, someone.id) if block else [],
        affiliations=people.affiliations(someone.id),
        shared=shared,
        is_beside=any(space.id in actor.communities for space in shared),
        appointments=[role for role in people.appointments(someone.id) if role in SHOWN],
    )
