"""What a steward asks the network, and gives back."""

from cop import clock
from cop.models import Inquiry, InquiryResponse, InquiryTheme, Resource
from tests.people import key
from tests.without_staff.place import Walk, latest, now

ASKED = {"title": "What helps", "about": "", "questions": "What helps?", "organisations": "", "whom": "all"}


def listen(walk: Walk) -> None:
    closes_on = clock.today().isoformat()
    walk.does(walk.steward, "/inquiries/new", ASKED | {"closes_on": closes_on, "key": key()})
    inquiry = latest(Inquiry)
    at = f"/inquiries/{inquiry.id}"
    changed = ASKED | {"title": "What helps you", "closes_on": closes_on, "seen": "0"}
    walk.does(walk.steward, f"{at}/edit", changed)
    question = now(inquiry).questions[0].id
    said = {f"answer_{question}": "Time", "readers": "organisers", "send": "yes"}
    walk.does(walk.bob, f"{at}/response", said)
    assert "Time" in walk.reads(walk.steward, f"{at}/responses")
    for title in ("Hours", "Money"):
        walk.does(walk.steward, f"{at}/themes/new", {"title": title, "text": ""})
    theme = latest(InquiryTheme)
    walk.does(walk.steward, f"/inquiry-responses/{latest(InquiryResponse).id}/themes", {"themes": theme.id})
    walk.does(walk.steward, f"/inquiry-themes/{theme.id}", {"title": "Trust", "text": ""})
    walk.does(walk.steward, f"/inquiry-themes/{theme.id}/removal")
    report = {"report": "Time.", "document": "", "address": "", "topic": "", "seen": "1"}
    walk.does(walk.steward, f"{at}/report", report)
    assert now(inquiry).report == "Time."


GUIDE = {
    "title": "A guide",
    "address": "https://example.org/guide",
    "level": "national",
    "text": "",
    "tags": "",
}


def keep_the_library(walk: Walk) -> None:
    walk.does(walk.bob, "/library/new", GUIDE | {"topic": "", "key": key()})
    guide = latest(Resource)
    at = f"/library/{guide.id}"
    walk.does(walk.steward, f"{at}/publication/removal", {"reason": "It is out of date."})
    walk.does(walk.steward, f"{at}/edit", GUIDE | {"topic": "", "title": "A newer guide", "seen": "0"})
    walk.does(walk.steward, f"{at}/publication")
    assert "A newer guide" in walk.reads(walk.bob, "/library")
