"""What Ann decides as a moderator: about what waits, what is reported, what stands there, and who wants to come in."""

from cop.models import (
    Application,
    Decision,
    Invitation,
    Joining,
    Membership,
    Person,
    Review,
    Space,
    State,
    Verdict,
)
from tests import applying, groups
from tests.moderation import things
from tests.without_staff.place import Walk, latest, now, review_at

SAID = {"ground": "unkind", "reason": "Please say it otherwise."}
FINAL = {"ground": "patient", "sure": "y"}


def decide_what_waits(walk: Walk) -> None:
    """Released, changed, declined, several at once, undone."""
    cohort, bob = walk.world.cohort, walk.bob
    held = [things.held_topic(bob, cohort, title=f"Held {number}") for number in range(5)]
    reviews = [things.review_of(each) for each in held]
    assert "Held 0" in walk.reads(walk.ann, "/moderation")
    walk.does(walk.ann, f"{review_at(reviews[0])}/claim")
    walk.does(walk.ann, f"{review_at(reviews[0])}/claim/removal")
    walk.does(walk.ann, f"{review_at(reviews[0])}/release", {"version": held[0].version})
    edited = {"text": "Said otherwise", "note": "A name", "version": held[1].version}
    walk.does(walk.ann, f"{review_at(reviews[1])}/edited-release", edited)
    walk.does(walk.ann, f"{review_at(reviews[2])}/decline", SAID)
    several = [f"{each.id}-{each.version}" for each in reviews[3:]]
    walk.does(walk.ann, "/moderation/reviews/together", {"item": several, "do": "read"} | SAID)
    states = [now(each).state for each in held]
    assert states == [State.RELEASED, State.RELEASED, State.DECLINED, State.RELEASED, State.RELEASED]
    declined = latest(Decision, verdict=Verdict.DECLINE)
    walk.does(walk.ann, f"/moderation/decisions/{declined.id}/undoing")
    assert now(held[2]).state is State.HELD


def decide_what_is_reported(walk: Walk) -> None:
    reported = {}
    for verb in ("dismissal", "hiding", "restoration", "redaction", "purge"):
        post = things.open_topic(walk.bob, walk.world.cohort, text=f"Dr Bobbin, {verb}", title=verb)
        reason = "patient" if verb == "restoration" else "unkind"  # which hides at once
        things.reported(walk.carol, post, category=reason)
        reported[verb] = post
    for verb, form in {
        "dismissal": {},
        "hiding": SAID,
        "restoration": {},
        "redaction": FINAL | {"words": "Dr Bobbin"},
        "purge": FINAL,
    }.items():
        review, version = things.review_of(reported[verb]), now(reported[verb]).version
        walk.does(walk.ann, f"{review_at(review)}/{verb}", form | {"version": version})
        assert things.review_of(reported[verb]).decided_at, verb
    assert now(reported["hiding"]).state is State.HIDDEN
    assert now(reported["restoration"]).state is State.RELEASED
    assert "Dr Bobbin" not in now(reported["redaction"]).text
    assert now(reported["purge"]).is_emptied()


def decide_what_stands_there(walk: Walk) -> None:
    """Of herself, without a report; and what is in the room."""
    post = things.open_topic(walk.bob, walk.world.cohort, text="Dr Bobbin says so", title="Of herself")
    line = things.message(walk.bob, walk.world.cohort, "Dr Bobbin again")
    walk.does(walk.ann, f"/messages/{line.id}/pin")
    walk.does(walk.ann, f"/messages/{line.id}/pin/removal")
    for address, subject in ((f"/posts/{post.id}", post), (f"/messages/{line.id}", line)):
        walk.does(walk.ann, f"{address}/hide", SAID)
        walk.does(walk.ann, f"{address}/restoration")
        redacted = FINAL | {"words": "Dr Bobbin", "version": now(subject).version}
        walk.does(walk.ann, f"{address}/redaction", redacted)
        assert "Dr Bobbin" not in now(subject).text
        walk.does(walk.ann, f"{address}/purge", FINAL | {"version": now(subject).version})
        assert now(subject).is_emptied()


def decide_appeals(walk: Walk) -> None:
    """Of what Ann decided: by whoever moderates beside her."""
    for verb, state in (("upholding", State.HIDDEN), ("reversal", State.RELEASED)):
        post = things.open_topic(walk.bob, walk.world.cohort, title=verb)
        walk.does(walk.ann, f"/posts/{post.id}/hide", SAID)
        decision = latest(Decision, verdict=Verdict.HIDE)
        walk.does(walk.bob, f"/me/decisions/{decision.id}/appeal", {"plea": "It was a quotation."})
        appeal = latest(Review, appealed_id=decision.id)
        walk.does(walk.carol, f"{review_at(appeal)}/{verb}", {"reason": "I looked at it anew."})
        assert now(post).state is state


def decide_applications(walk: Walk) -> None:
    """Asked about, turned down, taken on into cohort and set in one step: by one who facilitates no set."""
    cohort, set_a = walk.world.cohort, walk.world.set_a
    programme = applying.put_programme(cohort, is_open=False)
    walk.does(walk.steward, f"/programmes/{programme.slug}/recruiting", applying.TO_ANYBODY)
    for number, (verb, form) in enumerate(
        (
            ("question", {"question": "Who stands in for you?"}),
            ("refusal", {"reason": "All places are taken."}),
            ("approval", {"places": [cohort.id, set_a.id], "reason": ""}),
        )
    ):
        review = applying.applied(programme, cohort, email=f"person{number}@applicant.example")
        address = f"/moderation/applications/{latest(Application).id}"
        assert "Rowan Newfield" in walk.reads(walk.carol, address)
        walk.does(walk.carol, f"{address}/{verb}", form | {"seen": review.version})
    assert {place.space_id for place in latest(Invitation).places} == {cohort.id, set_a.id}


def decide_requests(walk: Walk) -> None:
    """To join a group, which she lets people ask for."""
    group = groups.put_group(walk.ann, joining=Joining.INVITED)
    walk.does(walk.ann, "/spaces/kidney/joining", {"joining": "asked"})
    for person, verb, form in (
        (walk.bob, "letting-in", {}),
        (walk.world.mallory, "turning-away", {"reason": "It is for renal units."}),
    ):
        walk.does(person, "/groups/kidney", {"said": "I run a unit."})
        review = latest(Review)
        walk.does(walk.ann, f"{review_at(review)}/{verb}", form)
        assert _is_in(person, group) is (verb == "letting-in")


def _is_in(person: Person, group: Space) -> bool:
    return Membership.of(person.id, group.id) is not None
