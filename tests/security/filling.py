"""What each form asks for, and who sends it, for tests that send all the forms there are."""

import io
from collections.abc import Iterator

from tests.authz.declared import ACTORS
from tests.authz.stage import Stage
from tests.security import walking

FORM = {
    "email": "new@example.org", "role": "member", "roles": "member", "policy": "open", "room_state": "open",
    "question": "Which?", "secrecy": "named", "option-1": "one", "option-2": "two", "professional_role": "other",
    "elsewhere": "A trust", "band": "9", "statement": "x", "agree": "yes", "accepted": "1",
    "password": "seven purple otters",
    "until": "2026-03-09", "review_on": "2026-04-01", "version": "1", "show": "", "topic": "", "space": "",
}  # fmt: skip
"""More of what forms ask for than the matrix needs to get as far as permission."""


def asked_for(stage: Stage) -> dict[str, dict[str, object]]:
    """What some forms ask for beside that, by their doors. A file is opened anew for each time that it is sent."""
    newcomer, programme = stage.people["newcomer"].id, stage.cohort.programme_id
    listed = (io.BytesIO(b"E-mail,Cohort\nlisted@example.org,Cohort 1"), "people.csv")
    arranged = {"starts_at": "2026-04-01T14:00", "template": "t90", "channel": "text", "quorum": "3"}
    demand = {"space": stage.set_a.id, "basis": "legal", "demand": "x", "understood": "yes"}
    return {
        "POST /appointments/new": {"person": newcomer, "role": "steward"},
        "POST /appointments/<int:appointment_id>/successor": {"person": newcomer},
        "POST /holds/new": {"scope": "all", "reference": "x"},
        "POST /impacts/new": {
            "level": "system",
            "happened_on": "2026-02-01",
            "evidence": "x",
            "readers": "shared",
        },
        "POST /inspections/new": demand,
        "POST /inquiries/new": {"closes_on": "2026-04-01", "whom": "all", "questions": "x"},
        "POST /inquiries/<int:inquiry_id>/edit": {"closes_on": "2026-04-02", "whom": "all", "seen": "0"}
        | {"questions": "A question"},
        "POST /inquiries/<int:inquiry_id>/response": {"readers": "organisers", "may_quote": "y"},
        "POST /inquiries/<int:inquiry_id>/report": {"seen": "0", "address": "", "document": ""},
        "POST /meetings/<int:meeting_id>/acts": {"act": "offers", "value": "yes"},
        "POST /library/new": {"level": "national", "address": "https://example.org/guide", "topic": ""},
        "POST /library/<int:resource_id>/edit": {"level": "regional", "seen": "0", "topic": ""}
        | {"address": "https://example.org/guide"},
        "POST /people/<int:person_id>/measures": {"kind": "note"},
        "POST /programmes/<programme>/partners": {"role": "evaluator"},
        "POST /programmes/<programme>/status": {"status": "planned"},
        "POST /retention/<kind>": {"days": "400", "seen": "365"},
        "POST /spaces/<set_slug>/meetings/new": arranged | {"host": newcomer, "facilitator": ""},
        "POST /spaces/<slug>/stage": {"stage": "alumni"},
        "POST /spaces/<slug>/windows": {
            "number": "2",
            "mode": "facilitated",
            "first_on": "2026-04-01",
            "last_on": "2026-04-01",
        },
        "POST /spaces/<slug>/windows/removal": {"window": "1"},
        "POST /spaces/<slug>/workshops/new": {"number": "2", "day": "2026-04-01"},
        "POST /spaces/new": {"programme": programme},
        "POST /statements/<statement:page>/draft": {"version": "0"},
        "POST /gatherings/<int:gathering_id>/edit": GATHERING | {"seen": "0"},
        "POST /gatherings/<int:gathering_id>/needs": {"needs": "x", "consents": "yes"},
        "POST /spaces/<slug>/gatherings/new": GATHERING,
        "POST /spaces/<slug>/tasks/new": {"due_on": "2026-04-01"},
        "POST /stories/<int:story_id>/edit": {"immediate": "x", "topic": ""},
        "POST /stories/new": {"immediate": "x", "topic": ""},
        "POST /tasks/<int:task_id>/edit": {"due_on": "2026-04-02", "seen": "0"},
        "POST /tasks/<int:task_id>/response": {"readers": "shared"},
        "POST /waves": {"file": listed},
        "POST /workshops/<int:workshop_id>/edit": {"number": "3", "day": "2026-04-02", "seen": "0"},
        "POST /workshops/<int:workshop_id>/materials": {"address": "https://example.org/paper"},
        "POST /workshops/<int:workshop_id>/segments": {"part": "x", "component": "leadership"},
    }


GATHERING = {
    "kind": "visit", "called": "x", "day": "2026-04-01", "scope": "organisation", "invited": "everybody",
    "places": "3", "last_day": "", "begins": "", "ends": "", "region": "",
}  # fmt: skip

QUERIES = {"POST /spaces/new": "?kind=cohort"}
"""What the address of a form says beside its path."""

HALF_WAY = "half the way in there is somebody only after a password that was right"
ANOTHER_KIND = "of a review of another kind than the one on the stage, which is of a post that waits"
NOBODY_PASSES = {
    "POST /gatherings/<int:gathering_id>/write-ups": "before its day: tests/gatherings/test_view_write_ups.py",
    "POST /sign-in/code": HALF_WAY,
    "POST /sign-in/code/passkey": HALF_WAY,
    "POST /sign-in/second-step": HALF_WAY,
    "POST /sign-in/second-step/passkey": HALF_WAY,
    "POST /spaces/<slug>/joining": "of a group, and the stage is a cohort",
    "POST /moderation/reviews/<int:review_id>/reversal": ANOTHER_KIND,
    "POST /moderation/reviews/<int:review_id>/upholding": ANOTHER_KIND,
    "POST /moderation/reviews/<int:review_id>/letting-in": ANOTHER_KIND,
    "POST /moderation/reviews/<int:review_id>/turning-away": ANOTHER_KIND,
}
"""Forms that nobody on the stage may send -> why."""

SEND_ALL = ("moderator", "member")
"""Who send all forms that they may. Of the others each is sent by one of those who may."""


def sent_by(*standings: str) -> Iterator[tuple[str, str]]:
    """Each form with one who may send it: of `standings`, or of all those who are none of SEND_ALL."""
    for door in walking.doors(method="POST"):
        for standing in _senders(door):
            if standing in standings or (not standings and standing not in SEND_ALL):
                yield door, standing


def _senders(door: str) -> list[str]:
    may = [each for each in ACTORS if each in walking.who(door)]
    return [each for each in SEND_ALL if each in may] or may[:1]
