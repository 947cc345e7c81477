"""What a steward does about people: bringing them in, placing them, appointing, deciding what falls to nobody else."""

from datetime import timedelta
from io import BytesIO

from cop import clock, db, jobs
from cop.models import (
    Application,
    Appointment,
    AppointmentRole,
    Decision,
    Fate,
    Invitation,
    Person,
    Review,
    RoleName,
    Succession,
    Verdict,
    Wave,
)
from cop.policy import load_actor
from tests import applying, people, waves
from tests.conftest import NOON
from tests.moderation import things
from tests.test_without_staff import join, roles
from tests.without_staff.place import Walk, latest, now, review_at


def invite(walk: Walk) -> None:
    """Into a set that she does not read."""
    form = {"email": "invited@trust.example", "role": "facilitator"}
    walk.does(walk.steward, "/spaces/cohort-1-set-a/invitations/new", form)
    sent = latest(Invitation)
    walk.does(walk.second_steward, f"/invitations/{sent.id}/issue")
    assert now(sent).inviter_id == walk.second_steward.id
    walk.does(walk.steward, f"/invitations/{sent.id}/revocation")
    assert now(sent).revoked_at


def bring_in_a_wave(walk: Walk) -> None:
    for send in (True, False):
        file = BytesIO(waves.table(f"Bo,bo{send}@trust.example,T01,,Cohort 1,Set A,,".lower()))
        walk.does(walk.steward, "/waves", {"file": (file, "people.csv")})
        wave = latest(Wave)
        if send:
            walk.does(walk.steward, f"/waves/{wave.id}/sending")
            jobs.run_waiting()
            assert waves.fates(wave) == [Fate.SENT]
            with clock.at(NOON + timedelta(days=3)):
                walk.does(walk.steward, f"/waves/{wave.id}/reminders")
            assert latest(Invitation).reminded_at
    walk.does(walk.steward, f"/waves/{wave.id}/removal")
    assert latest(Wave, id=wave.id) is None


def place_in_sets(walk: Walk) -> None:
    """In more than one at once."""
    set_b = people.put_set(walk.world.cohort)
    chosen = {"dan": walk.world.set_a, "eve": set_b, "fay": set_b}
    placed = {people.newcomer(name, walk.world.cohort): where for name, where in chosen.items()}
    plan = {f"set-{person.id}": where.id for person, where in placed.items()}
    walk.does(walk.steward, "/spaces/cohort-1/placing", plan | {"do": "place"})
    for person, where in placed.items():
        assert roles(person, where) == {RoleName.MEMBER}


def appoint(walk: Walk) -> None:
    """For a time, another time, and to be followed by somebody."""
    gus = people.newcomer("gus", walk.world.cohort)
    form = {"person": gus.id, "role": "evaluator", "organisation": "", "until": "2026-12-31"}
    walk.does(walk.steward, "/appointments/new?name=gus", form)
    held = latest(Appointment, person_id=gus.id)
    walk.does(walk.steward, f"/appointments/{held.id}", {"until": "2026-09-30"})
    walk.does(walk.second_steward, f"/appointments/{held.id}/ending")
    assert not now(held).is_current()

    mine = latest(Appointment, person_id=walk.steward.id, role=AppointmentRole.STEWARD)
    asked = {"person": gus.id, "until": "2026-06-30"}
    walk.does(walk.steward, f"/appointments/{mine.id}/successor?name=gus", asked)
    walk.does(gus, f"/successions/{latest(Succession).id}/acceptance")
    assert "Appointments" in walk.reads(gus, "/appointments")


def decide_about_people_everywhere(walk: Walk) -> None:
    address = f"/people/{walk.world.mallory.id}/measures"
    form = {"kind": "suspended", "until": "2026-03-20", "ground": "unkind", "reason": "In each space."}
    walk.does(walk.steward, address, form)
    assert walk.client(walk.world.mallory).get("/spaces/cohort-2").status_code == 404


def invite_from_outside(walk: Walk) -> None:
    about = {"email": "eva@institute.example", "role": "evaluator", "until": "2026-12-31"}
    walk.does(walk.steward, "/appointments/invitations/new", about)
    join(walk.app)
    come = db.session.query(Person).filter_by(email=about["email"]).one()
    assert load_actor(come.id).has(AppointmentRole.EVALUATOR)


def decide_what_falls_to_nobody_else(walk: Walk) -> None:
    """A report about the one who moderates a space, and the appeal against what came of it."""
    said = {"ground": "unkind", "reason": "Please say it otherwise."}
    hal = people.newcomer_as(RoleName.MODERATOR, "hal", walk.world.other)
    sharp = [things.open_topic(hal, walk.world.other, title=f"Sharp {number}") for number in range(2)]
    reports = [things.reported(walk.world.mallory, each) for each in sharp]
    assert "Sharp 1" in walk.reads(walk.steward, "/moderation")
    item = f"{reports[0]}-{latest(Review, id=reports[0]).version}"
    walk.does(walk.steward, "/moderation/reviews/together", {"item": item, "do": "take"} | said)
    walk.does(walk.steward, f"/moderation/reviews/{reports[1]}/dismissal")

    decision = latest(Decision, verdict=Verdict.HIDE, review_id=reports[0])
    walk.does(hal, f"/me/decisions/{decision.id}/appeal", {"plea": "It was a quotation."})
    appeal = latest(Review, appealed_id=decision.id)
    assert walk.client(walk.steward).get(review_at(appeal)).status_code == 404, "it is against her own"
    walk.does(walk.second_steward, f"{review_at(appeal)}/reversal", {"reason": "So it was."})
    assert now(sharp[0]).is_readable()


def recruit(walk: Walk) -> None:
    """Whoever names no cohort is hers to take on, once there are no staff."""
    programme = applying.put_programme(walk.world.other, is_open=False)
    walk.does(walk.steward, f"/programmes/{programme.slug}/recruiting", applying.TO_ANYBODY)
    review = applying.applied(programme)
    address = f"/moderation/applications/{latest(Application).id}"
    places = {"places": [walk.world.other.id], "reason": "", "seen": review.version}
    walk.does(walk.steward, f"{address}/approval", places)
    assert latest(Invitation).email == applying.ADDRESS
