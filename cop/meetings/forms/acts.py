"""What people do at a meeting, by the word that a button says: each reads what it needs of the form that it stands in.

The same form comes by a page without a script and by the socket.
"""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from cop import clock
from cop.errors import Invalid
from cop.meetings import commands
from cop.models.meetings_choices import Called, Next, Office, Pause
from cop.models.meetings_outcomes import ActionState, LearningKind
from cop.models.meetings_people import Matter
from cop.models.meetings_states import MeetingState
from cop.web import asked

Who = dict[str, int]
Form = MultiDict[str, str]

_form: ContextVar[Form] = ContextVar("form")


def act(form: Form, *, actor_id: int, meeting_id: int) -> None:
    """Do what the form’s button says. BadRequest for what no button says; else what its command raises."""
    token = _form.set(form)
    try:
        does = ACTS.get(_word("act"))
        if does is None:
            raise BadRequest
        does({"actor_id": actor_id, "meeting_id": meeting_id})
    finally:
        _form.reset(token)


def _word(name: str) -> str:
    return _form.get().get(name, "").strip()


def _version() -> int:
    return asked.whole(_word("version"))


def _number(name: str) -> int:
    return asked.whole(_word(name) or "0")


def _one_of(kind: Any, name: str = "value") -> Any:
    try:
        return kind(_word(name))
    except ValueError as error:
        raise BadRequest from error


def _says_yes() -> bool:
    return _word("value") == "yes"


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(_word(name)) if _word(name) else None
    except ValueError as error:
        raise Invalid("Give a day, such as 3 May 2027.", field=name) from error


def _moment(name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_word(name)) if _word(name) else None
    except ValueError as error:
        raise Invalid("Give a date and a time.", field=name) from error
    return moment.replace(tzinfo=clock.LONDON) if moment else None


def _act_on(who: Who) -> None:
    state = _one_of(ActionState)
    commands.tell_of_action(**who, action_id=asked.counted(_word("action")), state=state)


def _write_action(who: Who) -> None:
    commands.write_action(
        actor_id=who["actor_id"],
        meeting_id=who["meeting_id"],
        text=_word("text"),
        due_on=_day("due_on"),
        first_step=_word("first_step"),
        support=_word("support"),
    )


def _edit_action(who: Who) -> None:
    commands.edit_action(
        actor_id=who["actor_id"],
        meeting_id=who["meeting_id"],
        action_id=asked.counted(_word("action")),
        text=_word("text"),
        due_on=_day("due_on"),
        first_step=_word("first_step"),
        support=_word("support"),
    )


def _settle_next(who: Who) -> None:
    commands.settle_next(
        actor_id=who["actor_id"],
        meeting_id=who["meeting_id"],
        step=_one_of(Next),
        starts_at=_moment("starts_at"),
        host_id=_number("host_id") or None,
        facilitator_id=_number("facilitator_id") or None,
    )


def _propose(who: Who) -> None:
    ids = [asked.counted(each) for each in _form.get().getlist("bid")]
    commands.propose_order(**who, bid_ids=ids, version=_version())


def _move_slot(who: Who, *, by: int) -> None:
    slot_id = asked.counted(_word("value"))
    commands.move_slot(actor_id=who["actor_id"], slot_id=slot_id, by=by, version=_version())


def _say(who: Who) -> None:
    commands.say(**who, text=_form.get().get("text", ""), key=_word("key"))


def _bid(who: Who) -> None:
    commands.bid(**who, title=_word("title"), minutes=_number("minutes"), urgency=_number("urgency"))


def _learn(who: Who) -> None:
    commands.note_learning(
        actor_id=who["actor_id"],
        meeting_id=who["meeting_id"],
        text=_word("text"),
        kind=_one_of(LearningKind, "kind"),
        is_shared=_word("shared") == "yes",
    )


def _edit_learning(who: Who) -> None:
    commands.edit_learning(**who, learning_id=asked.counted(_word("learning")), text=_word("text"))


def _share_learning(who: Who) -> None:
    learning_id = asked.counted(_word("learning"))
    commands.share_learning(actor_id=who["actor_id"], learning_id=learning_id, is_shared=_says_yes())


def _forget_learning(who: Who) -> None:
    commands.forget_learning(actor_id=who["actor_id"], learning_id=asked.counted(_word("learning")))


def _summarise(who: Who) -> None:
    commands.summarise(**who, text=_form.get().get("text", ""), version=_number("seen"))


ACTS: Mapping[str, Callable[[Who], object]] = {
    "come": lambda who: commands.come_in(**who, ticks=_word("ticks") == "yes"),
    "tick": lambda who: commands.tick(**who),
    "leave": lambda who: commands.leave_meeting(**who),
    "sorry": lambda who: commands.apologise(**who, is_sorry=_says_yes()),
    "hope": lambda who: commands.hope(**who, text=_word("text")),
    "move": lambda who: commands.move_meeting(**who, to=_one_of(MeetingState), version=_version()),
    "end": lambda who: commands.end_meeting(**who, version=_version()),
    "ask-to-end": lambda who: commands.ask_to_end(**who),
    "agree-to-end": lambda who: commands.agree_to_end(**who, version=_version()),
    "stop": lambda who: commands.stop_my_slot(**who),
    "time-out": lambda who: commands.time_out(**who, why=_one_of(Pause) if _word("value") else None),
    "resume": lambda who: commands.resume(**who, version=_version()),
    "extend": lambda who: commands.extend(**who, minutes=_number("value"), version=_version()),
    "cancel": lambda who: commands.cancel(**who, why=_one_of(Called), version=_version()),
    "say": _say,
    "raise": lambda who: commands.raise_hand(**who),
    "lower": lambda who: commands.lower_hand(**who),
    "pass": lambda who: commands.pass_turn(**who),
    "next": lambda who: commands.next_speaker(**who, version=_version()),
    "round": lambda who: commands.begin_round(**who, version=_version()),
    "sit": lambda who: commands.sit_with_it(**who),
    "bid": _bid,
    "unbid": lambda who: commands.take_back_bid(**who),
    "propose": _propose,
    "earlier": lambda who: _move_slot(who, by=-1),
    "later": lambda who: _move_slot(who, by=1),
    "ready": lambda who: commands.be_ready(**who, ready=_says_yes()),
    "offers": lambda who: commands.ask_for_offers(**who, wanted=_says_yes()),
    "no-action": lambda who: commands.have_no_action(**who, none_yet=_says_yes()),
    "yes": lambda who: commands.say_to(**who, matter=_one_of(Matter), is_for=True, version=_version()),
    "no": lambda who: commands.say_to(**who, matter=_one_of(Matter), is_for=False, version=_version()),
    "take": lambda who: commands.take_facilitation(**who),
    "hand": lambda who: commands.hand_over(
        **who, office=_one_of(Office, "office"), person_id=_number("person")
    ),
    "accept": lambda who: commands.accept_office(**who, office=_one_of(Office), accepts=True),
    "decline": lambda who: commands.accept_office(**who, office=_one_of(Office), accepts=False),
    "action": _write_action,
    "edit-action": _edit_action,
    "tell": _act_on,
    "learn": _learn,
    "edit-learning": _edit_learning,
    "share": _share_learning,
    "forget-learning": _forget_learning,
    "keep-offer": lambda who: commands.keep_offer(**who, line_id=asked.counted(_word("value"))),
    "summarise": _summarise,
    "agree-summary": lambda who: commands.agree_to_summary(**who, version=_number("seen")),
    "score": lambda who: commands.score(**who, score=_number("value")),
    "settle": _settle_next,
}
"""What the buttons of a meeting’s page say, and what each does."""
