"""A world with one of everything in it, and one person of every standing towards it, for tests that walk every door."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from flask import Flask
from sqlalchemy.engine import Connection

from cop import clock, db
from cop.accounts.commands import tokens
from cop.models import (
    AddressChange,
    Appointment,
    AppointmentRole,
    Invitation,
    Person,
    Place,
    Policy,
    RoleName,
    Site,
    Space,
    SpaceKind,
)
from cop.models.appointment_roles import usual_end
from cop.models.invitations import LIFE
from tests import people
from tests.policy.cast import membership

STANDINGS = (
    "outsider", "invited", "former", "suspended", "newcomer", "member", "facilitator", "moderator_of_another",
    "neighbour", "moderator", "staff", "steward", "appointee",
)  # fmt: skip
"""Everybody who signs in. `member` wrote the post, the message and the topic."""

IN = {
    "outsider": ("another", RoleName.MEMBER),
    "invited": ("another", RoleName.MEMBER),
    "former": ("cohort", RoleName.MODERATOR),
    "suspended": ("cohort", RoleName.MODERATOR),
    "deactivated": ("cohort", RoleName.MODERATOR),
    "newcomer": ("cohort", RoleName.MEMBER),
    "neighbour": ("cohort", RoleName.MEMBER),
    "member": ("cohort", RoleName.MEMBER),
    "facilitator": ("cohort", RoleName.FACILITATOR),
    "moderator": ("cohort", RoleName.MODERATOR),
    "moderator_of_another": ("another", RoleName.MODERATOR),
}
"""Where each of them belongs, or did, and in which role."""

WITHOUT = ("anonymous", "unverified", "feed_reader", "deactivated")
"""Browsers and programs behind which nobody is signed in: policy.yaml says what each of them holds instead."""


@dataclass
class Stage:
    """`cohort` is where the doors lead; everybody stands in some relation to it. `mover` takes topics from there to
    `another`, and knocks nowhere.
    """

    network: Space
    cohort: Space
    another: Space
    set_a: Space
    people: dict[str, Person] = field(default_factory=dict)
    mover: Person = field(init=False)
    links: dict[str, dict[str, str]] = field(default_factory=dict)
    """First word of an address -> standing -> the secret that they hold for such an address."""
    ids: Mapping[str, int | str] = field(default_factory=dict)
    """What fills the variables of an address."""

    def read_anew(self) -> None:
        """In the running command: what was done to spaces and people since may have been taken back."""
        for name in ("network", "cohort", "another", "set_a"):
            setattr(self, name, db.get(Space, getattr(self, name).id))
        self.people = {name: db.get(Person, person.id) for name, person in self.people.items()}


@db.command
def set_stage() -> Stage:
    """Everybody and where they meet; what they have made there is for `things`."""
    network = Space(slug="network", kind=SpaceKind.NETWORK, name="Network")
    cohort = Space(slug="cohort-1", kind=SpaceKind.COHORT, name="Cohort 1", policy=Policy.OPEN)
    another = Space(slug="cohort-2", kind=SpaceKind.COHORT, name="Cohort 2")
    set_a = Space(slug="cohort-1-set-a", kind=SpaceKind.SET, name="Set A", parent=cohort)
    db.session.add_all(
        [Site(id=1, is_demonstration=True, built_at=clock.now()), network, cohort, another, set_a]
    )
    db.session.flush()
    stage = Stage(network, cohort, another, set_a)
    for standing in (*STANDINGS, "deactivated"):
        stage.people[standing] = _enter(stage, standing)
    stage.mover = people.add_person("mover")
    for space in (cohort, another):
        people.join(stage.mover, space, RoleName.MODERATOR)
    _send_links(stage)
    return stage


def _enter(stage: Stage, standing: str) -> Person:
    person = people.add_person(standing)
    if standing in IN:
        where, role = IN[standing]
        people.join(person, getattr(stage, where), role)
    match standing:
        case "neighbour":
            people.join(person, stage.another, RoleName.MODERATOR)
        case "former":
            membership(person, stage.cohort).leave()
        case "suspended":
            membership(person, stage.cohort).suspend(clock.now() + timedelta(days=7))
        case "staff" | "steward":
            db.session.add(Appointment(person_id=person.id, role=AppointmentRole(standing)))
        case "appointee":
            given = (AppointmentRole.SPONSOR, AppointmentRole.EVALUATOR, AppointmentRole.GUEST)
            db.session.add_all(
                Appointment(person_id=person.id, role=role, ended_at=usual_end(role)) for role in given
            )
        case "deactivated":
            person.deactivated_at = clock.now()
    return person


def _send_links(stage: Stage) -> None:
    """What letters have brought: an invitation to whoever is not here yet; to all the others, before one of them was
    deactivated, a way to a new password, and the two of a change of address that they asked for.
    """
    invitations = {
        "unverified": invite(stage, "guest@example.org"),
        "invited": invite(stage, stage.people["invited"].email),
    }
    stage.links["invitations"] = {name: tokens.of_invitation(each) for name, each in invitations.items()}
    stage.links["reset-password"] = {name: tokens.of_reset(each) for name, each in stage.people.items()}
    changes = {
        name: AddressChange(person_id=each.id, former=each.email, wanted=f"{name}@elsewhere.example.org")
        for name, each in stage.people.items()
    }
    db.session.add_all(changes.values())
    db.session.flush()
    stage.links["new-address"] = {name: tokens.of_new_address(each) for name, each in changes.items()}
    stage.links["former-address"] = {name: tokens.of_former_address(each) for name, each in changes.items()}


def invite(stage: Stage, email: str) -> Invitation:
    """An invitation to the cohort that waits for an answer; in the running command."""
    invitation = Invitation(email=email, inviter_id=stage.people["moderator"].id)
    invitation.expires_at = clock.now() + LIFE
    invitation.places = [Place(space=stage.cohort, role=RoleName.MEMBER)]
    db.session.add(invitation)
    db.session.flush()
    return invitation


@contextmanager
def undone(connection: Connection) -> Iterator[None]:
    """Whatever happens in the block is taken back, so that everybody knocks at the same door."""
    point = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        point.rollback()


def browser(app: Flask, stage: Stage, standing: str):
    """A browser for one of STANDINGS, or for one of those behind whom nobody is signed in."""
    client = people.signed_in(app, stage.people.get(standing))
    if standing == "unverified":
        client.get(f"/invitations/{stage.links['invitations'][standing]}")
    return client
