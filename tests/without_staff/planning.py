"""What Ann plans in her cohort: its workshops, what they are made of, and what is to be done for them."""

from cop.models import BookingWindow, Gathering, Material, Output, Outsider, Segment, Task, Workshop
from tests.people import key
from tests.without_staff.forums import AT
from tests.without_staff.place import Walk, latest, now

DAY = {"number": "1", "title": "What culture is", "day": "2026-03-12"}
VISIT = {
    "kind": "visit",
    "called": "Thistle Works",
    "day": "2026-03-12",
    "scope": "organisation",
    "invited": "everybody",
}
TASK = {"title": "Watch for a week", "due_on": "2026-03-10", "workshop_id": "", "text": ""}


def plan_workshops(walk: Walk) -> None:
    walk.does(walk.ann, f"{AT}/stage", {"venue": "Thistle Hall", "stage": "live"})
    assert "Thistle Hall" in walk.reads(walk.bob, f"{AT}/workshops")
    walk.does(walk.ann, f"{AT}/workshops/new", DAY | {"key": key()})
    workshop = latest(Workshop)
    at = f"/workshops/{workshop.id}"
    walk.does(walk.ann, f"{at}/edit", DAY | {"key": key(), "venue": "Room 2", "seen": str(workshop.sequence)})
    walk.does(walk.ann, f"{at}/cancelling")
    walk.does(walk.ann, f"{at}/cancelling/removal")
    workshop = now(workshop)
    assert (workshop.venue, workshop.cancelled_at) == ("Room 2", None)
    _fill(walk, at)
    _say_when_sets_meet(walk)


def _fill(walk: Walk, at: str) -> None:
    walk.does(walk.ann, f"{at}/segments", {"part": "Policy", "component": "knowledge"})
    walk.does(walk.ann, f"{at}/segments", {"part": "Influence", "component": "leadership"})
    segment = latest(Segment)
    walk.does(walk.ann, f"/segments/{segment.id}/raising")
    assert now(segment).place == 1
    walk.does(walk.ann, f"/segments/{segment.id}/removal")
    walk.does(walk.ann, f"{at}/materials", {"title": "A paper", "address": "https://example.org/paper"})
    walk.does(walk.ann, f"/materials/{latest(Material).id}/removal")
    assert latest(Material) is None


def _say_when_sets_meet(walk: Walk) -> None:
    window = {"number": "1", "mode": "facilitated", "first_on": "2026-03-12", "last_on": "2026-03-12"}
    walk.does(walk.ann, f"{AT}/windows", window | {"set": ""})
    walk.does(walk.ann, f"{AT}/windows/removal", {"window": str(latest(BookingWindow).id)})
    assert latest(BookingWindow) is None


def arrange_visits(walk: Walk) -> None:
    walk.does(walk.ann, f"{AT}/gatherings/new", VISIT | {"key": key()})
    visit = latest(Gathering)
    at = f"/gatherings/{visit.id}"
    changed = VISIT | {"key": key(), "venue": "Gate 2", "seen": str(visit.sequence)}
    walk.does(walk.ann, f"{at}/edit", changed)
    walk.does(walk.ann, f"{at}/cancelling")
    walk.does(walk.ann, f"{at}/cancelling/removal")
    walk.does(walk.ann, f"{at}/organiser")
    visit = now(visit)
    assert (visit.venue, visit.cancelled_at, visit.organiser_id) == ("Gate 2", None, walk.ann.id)
    walk.does(walk.ann, f"{at}/outputs", {"title": "What we saw", "address": ""})
    walk.does(walk.ann, f"/outputs/{latest(Output).id}/removal")
    walk.does(walk.ann, f"{at}/outsiders", {"name": "An invented guest", "organisation": ""})
    walk.does(walk.ann, f"/outsiders/{latest(Outsider).id}/removal")
    assert latest(Output) is latest(Outsider) is None


def set_tasks(walk: Walk) -> None:
    walk.does(walk.ann, f"{AT}/tasks/new", TASK | {"key": key()})
    task = latest(Task)
    at = f"/tasks/{task.id}"
    changed = TASK | {"key": key(), "title": "Watch for a day", "seen": str(task.sequence)}
    walk.does(walk.ann, f"{at}/edit", changed)
    walk.does(walk.ann, f"{at}/withdrawal")
    walk.does(walk.ann, f"{at}/withdrawal/removal")
    task = now(task)
    assert (task.title, task.withdrawn_at) == ("Watch for a day", None)
