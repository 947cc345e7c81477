"""Socket events of a meeting: each reads sign-in, standing and presence anew, and tells words to who was there."""

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import BadRequest

from cop import guarding, live
from cop.errors import Invalid
from cop.meetings import commands, queries
from cop.meetings.commands.scenes import look_at
from cop.meetings.forms import acts
from cop.meetings.forms import live as forms
from cop.meetings.payloads import line, standing
from cop.policy import Actor

Ack = Mapping[str, Any]


@live.handles("meeting:open", forms.Opening)
def open_meeting(actor: Actor, asked: forms.Opening) -> Ack:
    return _told(actor, asked.meeting, after=0)


@live.handles("meeting:sync", forms.Syncing)
def sync_meeting(actor: Actor, asked: forms.Syncing) -> Ack:
    return _told(actor, asked.meeting, after=asked.after)


def _told(actor: Actor, meeting_id: int, *, after: int) -> Ack:
    meeting = queries.meeting(actor, meeting_id)
    lines = queries.lines_for(actor, meeting, after=after)
    return {**standing(look_at(meeting, actor)), "lines": [line(each) for each in lines]}


@live.handles("meeting:here", forms.Opening)
def be_here(actor: Actor, asked: forms.Opening) -> Ack:
    commands.look(**_who(actor, asked.meeting), is_live=True)
    return _standing(actor, asked.meeting)


@live.handles("meeting:say", forms.Saying)
def say(actor: Actor, said: forms.Saying) -> Ack:
    if not said.as_is and (nudges := commands.prompt_open(**_who(actor, said.meeting), text=said.text)):
        return {"line": None, "nudges": nudges}
    with guarding.confirming(said.confirmed, means_it=said.meant):
        written = commands.say(**_who(actor, said.meeting), text=said.text, key=said.key)
    return {"line": line(written), "nudges": []}


@live.handles("meeting:act", forms.Acting)
def act(actor: Actor, asked: forms.Acting) -> Ack:
    form = asked.fields()
    confirmed = form.getlist("confirmed")
    try:
        with guarding.confirming("yes" in confirmed, means_it="word" in confirmed):
            acts.act(form, **_who(actor, asked.meeting))
    except BadRequest as error:
        raise Invalid("That was not understood.", field="form") from error
    return _standing(actor, asked.meeting)


def _standing(actor: Actor, meeting_id: int) -> Ack:
    return standing(look_at(queries.meeting(actor, meeting_id), actor))


def _who(actor: Actor, meeting_id: int) -> dict[str, int]:
    return {"actor_id": actor.id, "meeting_id": meeting_id}
