"""How the invented people arrive: by invitation, at the time their cohort or the network began."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from cop import clock
from cop.accounts import commands as accounts
from cop.accounts.commands import passwords
from cop.db import command, session
from cop.demonstration.story import Character
from cop.models import AppointmentRole, Person, ProfessionalRole, RoleName, Space, SpaceKind
from cop.models.appointment_roles import usual_end
from cop.spaces import commands as spaces


@dataclass(frozen=True, slots=True)
class Scene:
    """Where people arrive: spaces by slug, ids of organisations by code, and the password that all are given."""

    spaces: Mapping[str, Space]
    organisations: Mapping[str, int]
    password: str


def arrive(characters: Iterable[Character], scene: Scene) -> dict[str, int]:
    """Let everybody join, in the order of time; returns their ids by key."""
    ids: dict[str, int] = {}
    for each in sorted(characters, key=lambda each: each.joined_at):
        with clock.at(_arrival(each)):
            ids[each.key] = _join(each, scene)
            _introduce(each, ids[each.key])
        _move_on(each, ids[each.key], scene)
        _serve(each)
    _give_all(passwords.keep(scene.password))
    return ids


@command
def _give_all(kept: str) -> None:
    """One password to everybody: it is printed for all to see, and nobody could choose it (accounts/passwords.py)."""
    session.execute(sa.update(Person).values(password_hash=kept))


def _arrival(each: Character) -> datetime:
    """Who belongs to no space comes with the appointment."""
    return each.joined_at if each.pair or each.cohort or each.sets else _day(each.appointed)


def _join(each: Character, scene: Scene) -> int:
    offered = [(scene.spaces[slug].id, role) for slug, role in _roles(each, scene).items()]
    appointment = AppointmentRole(each.appointment) if not offered else None
    until = usual_end(appointment) if appointment else None
    invitation = accounts.invite_as_operator(
        email=each.email, places=offered, appointment=appointment, until=until
    )
    newcomer = accounts.Newcomer(
        name=each.name,
        organisation_id=scene.organisations[each.earlier_organisation or each.organisation],
        professional_role=ProfessionalRole(each.professional_role),
        password=secrets.token_urlsafe(),
    )
    token = accounts.invitation_link(invitation).rpartition("/")[2]
    return accounts.join_as_newcomer(token=token, newcomer=newcomer).person_id


def _roles(each: Character, scene: Scene) -> dict[str, RoleName]:
    """Space -> role; who belongs to no cohort or set but works as a pair belongs to the network."""
    roles = dict.fromkeys([each.cohort] if each.cohort else [], RoleName.MEMBER)
    roles |= dict.fromkeys(each.sets, RoleName(each.set_role or "member"))
    if each.pair:
        network = next(slug for slug, space in scene.spaces.items() if space.kind is SpaceKind.NETWORK)
        roles |= {network: RoleName.MEMBER}
    return roles | dict.fromkeys(each.moderated, RoleName.MODERATOR)


def _introduce(each: Character, person_id: int) -> None:
    spaces.update_profile(
        actor_id=person_id,
        name=each.name,
        professional_role=ProfessionalRole(each.professional_role),
        about=each.about_line,
        shares_email="email" in each.share,
        shares_about="about" in each.share,
        is_listed=True,
    )


def _move_on(each: Character, person_id: int, scene: Scene) -> None:
    if each.moved_on:
        with clock.at(_day(each.moved_on)):
            spaces.change_affiliation(
                actor_id=person_id, organisation_id=scene.organisations[each.organisation]
            )


def _serve(each: Character) -> None:
    """Take up the appointment, where it did not come with the invitation, and end it where it has ended."""
    if each.appointment and _arrival(each) != _day(each.appointed):
        with clock.at(_day(each.appointed)):
            role = AppointmentRole(each.appointment)
            accounts.appoint(email=each.email, role=role, until=usual_end(role))
    if each.ended:
        with clock.at(_day(each.ended)):
            accounts.end_appointment(email=each.email, role=AppointmentRole(each.appointment))


def _day(text: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(text).date(), datetime.min.time(), UTC).replace(hour=9)
