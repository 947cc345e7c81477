"""What Ann does as a moderator about the people of her cohort: letting in, placing, roles and terms, measures."""

from cop.models import Invitation, Measure, RoleName, Succession
from tests import people
from tests.test_without_staff import roles
from tests.without_staff.place import Walk, latest, now, role_of

AT = "/spaces/cohort-1"


def let_people_in(walk: Walk) -> None:
    cohort, mallory = walk.world.cohort, walk.world.mallory
    walk.does(walk.ann, f"{AT}/members?name=mall", {"person": mallory.id, "role": "member"})
    assert roles(mallory, cohort) == {RoleName.MEMBER}
    walk.does(walk.ann, f"{AT}/invitations/new", {"email": "invited@trust.example", "role": "member"})
    sent = latest(Invitation)
    walk.does(walk.ann, f"/invitations/{sent.id}/issue")
    assert now(sent).issue == 2
    walk.does(walk.ann, f"/invitations/{sent.id}/revocation")
    assert now(sent).revoked_at


def place_in_sets(walk: Walk) -> None:
    """By Carol, who facilitates none: in more than one set at once, and none that she reads for it."""
    cohort, set_a = walk.world.cohort, walk.world.set_a
    set_b = people.put_set(cohort)
    dan, eve = (people.newcomer(name, cohort) for name in ("dan", "eve"))
    plan = {f"set-{dan.id}": set_a.id, f"set-{eve.id}": set_b.id, "do": "place"}
    walk.does(walk.carol, f"{AT}/placing", plan)
    assert roles(dan, set_a) == roles(eve, set_b) == {RoleName.MEMBER}
    for each in (set_a, set_b):
        assert walk.client(walk.carol).get(f"/spaces/{each.slug}").status_code == 404


def give_roles_for_a_time(walk: Walk) -> None:
    cohort, bob = walk.world.cohort, walk.bob
    walk.does(walk.ann, f"{AT}/members/{bob.id}/roles", {"roles": ["member", "moderator"]})
    assert roles(bob, cohort) == {RoleName.MEMBER, RoleName.MODERATOR}
    term = role_of(bob, cohort, RoleName.MODERATOR)
    walk.does(walk.ann, f"/roles/{term.id}/term", {"until": "2026-06-30"})
    assert now(term).ended_at

    mine = role_of(walk.ann, cohort, RoleName.MODERATOR)
    fay = people.newcomer("fay", cohort)
    asked = {"person": fay.id, "until": "2026-06-30"}
    for answer in ("withdrawal", "refusal", "acceptance"):
        walk.does(walk.ann, f"/roles/{mine.id}/successor?name=fay", asked)
        who = walk.ann if answer == "withdrawal" else fay
        walk.does(who, f"/successions/{latest(Succession).id}/{answer}")
    assert RoleName.MODERATOR in roles(fay, cohort)


def take_measures(walk: Walk) -> None:
    gus = people.newcomer("gus", walk.world.cohort)
    for kind in ("note", "warning", "held", "read_only", "suspended"):
        form = {"kind": kind, "until": "2026-03-20", "ground": "unkind", "reason": "It was unkind."}
        walk.does(walk.ann, f"{AT}/members/{gus.id}/measures", form)
    walk.does(walk.ann, f"/measures/{latest(Measure).id}/ending", {"reason": "It is over."})
    walk.does(walk.ann, f"{AT}/members/{gus.id}/removal", {"ground": "unkind", "reason": "Again."})
    assert roles(gus, walk.world.cohort) == set()
