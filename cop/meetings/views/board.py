"""The page of a meeting: where it is, the rule of the moment, what I may do now, the floor, the queue, the agenda."""

from collections.abc import Sequence

from flask import render_template
from flask_login import current_user, login_required

from cop import policy, web
from cop.errors import Conflict
from cop.markup import LINE_LIMIT
from cop.meetings import commands, queries
from cop.meetings.commands.moving import NO_WAY
from cop.meetings.commands.offices import mine_to_hand
from cop.meetings.commands.prompting import kind_now
from cop.meetings.commands.scenes import Scene, look_at
from cop.meetings.commands.situations import situation_of
from cop.meetings.payloads import seen
from cop.meetings.queries.before import hopes
from cop.meetings.queries.plans import timetable
from cop.meetings.queries.records import record_of
from cop.meetings.views import deeds
from cop.meetings.views.blueprint import blueprint
from cop.models import GroundRules, Meeting
from cop.models.meetings_choices import Pause
from cop.models.meetings_outcomes import ActionState
from cop.models.meetings_speaking import RULES
from cop.models.meetings_states import OPEN, OVER, RECORD_LASTS, UNDER_WAY, MeetingState, Part, way
from cop.web.forms import fresh_key

TITLES = {
    MeetingState.PROPOSED: "Proposed",
    MeetingState.SCHEDULED: "Arranged",
    MeetingState.LOBBY: "Lobby",
    MeetingState.CHECK_IN: "Check-in",
    MeetingState.REVIEW: "Review of actions",
    MeetingState.BIDDING: "Bids and agenda",
    MeetingState.PRESENT: "Present",
    MeetingState.CLARIFY: "Clarify",
    MeetingState.EXPLORE: "Explore",
    MeetingState.RESOURCES: "Offers",
    MeetingState.SUMMARISE: "Summarise",
    MeetingState.ACTIONS: "Actions",
    MeetingState.FEEDBACK: "Feedback",
    MeetingState.WITHDRAWN: "A slot was stopped",
    MeetingState.BREAK: "Break",
    MeetingState.PAUSED: "Time-out",
    MeetingState.CLOSE: "Check-out",
    MeetingState.RECORD: "Record",
    MeetingState.ARCHIVED: "Archived",
    MeetingState.INQUORATE: "Too few",
    MeetingState.CANCELLED: "Cancelled",
}
BEFORE = (MeetingState.SCHEDULED, MeetingState.LOBBY, MeetingState.CHECK_IN, MeetingState.REVIEW)


@blueprint.get("/meetings/<int:meeting_id>")
@login_required
def meeting(meeting_id: int) -> str:
    here = meeting_here(meeting_id)
    _see_later(here)
    return show(here)


def meeting_here(meeting_id: int) -> Meeting:
    """The meeting for whoever asks; NotFound for who takes no part in it."""
    here: Meeting = web.found(queries.meeting_in(web.actor(), meeting_id))
    return here


def _see_later(here: Meeting) -> None:
    """Whoever looks at the page is there, if they have come in: noted once the page has gone out."""
    if here.state in OPEN:
        person_id, meeting_id = current_user.id, here.id
        web.after_response(lambda: commands.look(actor_id=person_id, meeting_id=meeting_id, is_live=False))


@blueprint.get("/meetings/<int:meeting_id>/board")
@login_required
def board(meeting_id: int) -> str:
    """What of the page changes while the meeting goes on, for a page that is open. Nobody is seen by it."""
    return show(meeting_here(meeting_id), template="meetings/board.html")


def show(
    here: Meeting, *, wrong: str = "", nudges: Sequence[str] = (), template: str = "meetings/meeting.html"
) -> str:
    """The page. `wrong` is why what was just sent was refused, `nudges` are what its author may think about first."""
    actor = web.actor()
    scene = look_at(here, actor)
    situation = situation_of(scene)
    people = {each.id: each for each in queries.people_of(here.space)}
    queue = queries.queue(here)
    return render_template(
        template,
        meeting=here,
        space=here.space,
        wrong=wrong,
        nudges=nudges,
        titles=TITLES,
        rule=RULES.get(here.state),
        scene=scene,
        seen={each: seen(scene, stay) for each, stay in scene.there.items()},
        people=people,
        deeds=deeds.deeds(scene, situation, {each.person_id for each in queue}),
        at_once=deeds.AT_ONCE,
        reasons=deeds.reasons(scene, situation),
        says=kind_now(scene) or "",
        lines=queries.lines_for(actor, here),
        queue=queue,
        quiet=_quiet(scene),
        bids=queries.bids(here),
        actions=queries.actions(actor, here),
        attendances=queries.attendances(here),
        offered=queries.offers_to(actor, here),
        can_stop=deeds.is_mine_to_stop(scene),
        may_bid=policy.is_of_set(actor, here.space) and here.state in (*BEFORE, MeetingState.BIDDING),
        leads=Part.FACILITATOR in scene.parts,
        is_host=Part.HOST in scene.parts,
        action_states=ActionState,
        key=fresh_key(),
        limit=LINE_LIMIT,
        ground_rules=GroundRules.newest(here.space_id) if here.state in OPEN else None,
        is_open=here.state in OPEN,
        is_over=here.state in OVER,
        plan=timetable(here),
        record=record_of(actor, here),
        hopes=hopes(here),
        record_ends=here.recorded_at + RECORD_LASTS if here.recorded_at else None,
        may_set_up=_may_set_up(here, scene),
        my_offices=mine_to_hand(scene),
        pauses=Pause if here.state in UNDER_WAY and scene.is_there else (),
    )


def _may_set_up(here: Meeting, scene: Scene) -> bool:
    found = way(here.state, MeetingState.SCHEDULED)
    return found is not None and not found.by.isdisjoint(scene.parts)


def _quiet(scene: Scene) -> list[int]:
    """Who has not spoken in this phase: told to the facilitator alone."""
    if Part.FACILITATOR not in scene.parts:
        return []
    had = queries.had_turns(scene.meeting)
    return [each for each in scene.present if each not in had]


@blueprint.get("/meetings/<int:meeting_id>/stop")
@login_required
def stopping_page(meeting_id: int) -> str:
    """Asks whether a slot is to be stopped: nothing of it is kept."""
    here = meeting_here(meeting_id)
    if not deeds.is_mine_to_stop(look_at(here, web.actor())):
        raise Conflict(NO_WAY)
    return render_template("meetings/stopping.html", meeting=here, space=here.space)


@blueprint.get("/meetings/<int:meeting_id>/concern")
@login_required
def concern(meeting_id: int) -> str:
    """Where one can turn with a concern. Nothing is sent or noted by it."""
    here = meeting_here(meeting_id)
    return render_template("meetings/concern.html", meeting=here, space=here.space)
