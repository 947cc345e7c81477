"""Home, and help."""

from flask import Blueprint, render_template
from flask_login import login_required

from cop import web
from cop.intentions import queries as intentions
from cop.meetings.queries import mine
from cop.models import AppointmentRole, SpaceKind
from cop.notifications import queries as notices
from cop.programme.queries import tasks
from cop.shell import founding, navigation, queries

blueprint = Blueprint("shell", __name__)


@blueprint.get("/")
@login_required
def home() -> str:
    """What concerns the reader. Of what the rail counts, only that is asked for of which there is some."""
    actor, rail = web.actor(), navigation.here()
    topics = queries.topics(actor)
    has_pairs = any(row.kind is SpaceKind.PAIR for row in rail.rows) or actor.has(AppointmentRole.SPONSOR)
    has_cohorts = any(row.kind is SpaceKind.COHORT for row in rail.rows)
    has_sets = any(row.kind is SpaceKind.SET for row in rail.rows)
    return render_template(
        "shell/home.html",
        lacking=founding.lacking(actor),
        intentions=intentions.at_home(actor) if has_pairs else [],
        companions=queries.companions(actor) if has_sets else {},
        held=queries.held_of_mine(actor) if rail.has_held else [],
        notices=notices.newest_unseen(actor, queries.FEW) if rail.notices else [],
        sets=mine.at_home(actor) if has_sets else mine.AtHome(),
        due=tasks.due(actor, at_most=queries.FEW) if has_cohorts else [],
        begun=topics.begun,
        unanswered=topics.unanswered,
        recently=topics.recent,
    )


@blueprint.get("/counts")
@login_required
def counts() -> dict[str, object]:
    """What the header and the rail of an open page count, as it is now."""
    rail = navigation.here()
    spaces = [
        {
            "space": row.slug,
            "topics": row.unread_topics,
            "lines": row.unread_lines,
            "mentions": row.unread_mentions,
        }
        for row in rail.rows
    ]
    return {"waiting": rail.waiting, "notices": rail.notices, "spaces": spaces}


@blueprint.get("/help", endpoint="help")
def help_page() -> str:
    return render_template("shell/help.html")
