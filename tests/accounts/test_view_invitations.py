"""The pages of inviting and of accepting."""

import html
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from cop import clock, db
from cop.accounts import commands
from cop.accounts.commands import passwords
from cop.models import (
    AppointmentRole,
    Invitation,
    LetterKind,
    Membership,
    Organisation,
    Person,
    RoleName,
    Space,
)
from tests.accounts.letterbox import NEW, close_account, invitation, last_mail, letters, link_in, send
from tests.people import World, post

Client = Callable[[Person | None], FlaskClient]
FORM = {"name": "Rowan Ashdown", "organisation": "", "professional_role": "rd_director", "password": NEW}


def path_to(sent: Invitation) -> str:
    return commands.invitation_link(sent).removeprefix("http://localhost")


def offer(world: World, email: str = "rowan@example.org") -> str:
    return path_to(invitation(email, (world.cohort, RoleName.MEMBER), inviter=world.ann))


def invite(client: FlaskClient, slug: str = "cohort-1", **form: object):
    return send(
        client, f"/spaces/{slug}/invitations/new", {"email": "rowan@example.org", "role": "member"} | form
    )


def person_with(email: str) -> Person | None:
    return db.session.scalars(sa.select(Person).where(Person.email == email)).one_or_none()


def test_a_moderator_invites_and_the_receiver_joins(world: World, app: Flask, client_for: Client) -> None:
    answer = invite(client_for(world.ann), others=[world.set_a.id])
    assert (answer.status_code, answer.location) == (303, "/spaces/cohort-1/members")
    path, browser = link_in(last_mail(LetterKind.INVITATION)), app.test_client()
    page = browser.get(path).get_data(as_text=True)
    assert "Ann invites you" in page
    assert "Cohort 1" in page
    assert "Set A" in page
    trust = db.session.scalars(sa.select(Organisation.id)).one()
    joined = send(browser, path, FORM | {"organisation": trust})
    assert (joined.status_code, joined.location) == (303, "/")
    assert browser.get("/me/account").status_code == 200
    rowan = person_with("rowan@example.org")
    assert rowan is not None
    assert Membership.of(rowan.id, world.set_a.id)
    assert app.test_client().get(path).status_code == 404


@pytest.mark.usefixtures("required")
def test_who_comes_to_look_after_others_has_a_second_step_to_set_up_first(world: World, app: Flask) -> None:
    for role, address in ((RoleName.MODERATOR, "/sign-in/code"), (RoleName.MEMBER, "/")):
        browser = app.test_client()
        path = path_to(invitation(f"{role}@example.org", (world.cohort, role), inviter=world.ann))
        joined = send(browser, path, FORM)
        assert (joined.status_code, joined.location) == (303, address)
        assert (browser.get("/me/account").status_code == 200) is (role is RoleName.MEMBER)


def test_moderators_and_staff_are_offered_what_they_manage(world: World, client_for: Client) -> None:
    anns = client_for(world.ann).get("/spaces/cohort-1/invitations/new").get_data(as_text=True)
    assert "Set A" in anns
    assert "Cohort 2" not in anns
    assert "Facilitator" not in anns
    staffs = client_for(world.staff).get("/spaces/cohort-1-set-a/invitations/new").get_data(as_text=True)
    assert "Cohort 2" in staffs
    assert "Facilitator" in staffs


def test_staff_who_cannot_read_a_set_come_back_to_its_form(world: World, client_for: Client) -> None:
    answer = invite(client_for(world.staff), "cohort-1-set-a")
    assert (answer.status_code, answer.location) == (303, "/spaces/cohort-1-set-a/invitations/new")


@pytest.mark.parametrize("who", ["bob", "mallory", None])
def test_others_find_no_such_page(world: World, client_for: Client, who: str | None) -> None:
    sent = invitation("rowan@example.org", (world.cohort, RoleName.MEMBER), inviter=world.ann)
    client = client_for(getattr(world, who) if who else None)
    expected = 404 if who else 303
    assert client.get("/spaces/cohort-1/invitations/new").status_code == expected
    for path, form in (
        ("/spaces/cohort-1/invitations/new", {"email": "x@example.org", "role": "member"}),
        (f"/invitations/{sent.id}/issue", {}),
        (f"/invitations/{sent.id}/revocation", {}),
    ):
        answer = post(client, path, dict(form))
        assert answer.status_code == expected
        assert expected == 404 or answer.location == "/sign-in"
    assert db.get(Invitation, sent.id).issue == 1
    assert letters(LetterKind.INVITATION) == []
    assert client_for(world.ann).get("/spaces/cohort-1/invitations/new").status_code == 200


@pytest.mark.parametrize(
    "form",
    [{"email": ""}, {"email": "rowan"}, {"role": "owner"}, {"others": ["x"]}, {"email": "bob@example.org"}],
)
def test_a_refused_invitation_keeps_what_was_typed(
    world: World, client_for: Client, form: dict[str, object]
) -> None:
    answer = invite(client_for(world.ann), **form)
    assert answer.status_code == 422
    assert "There is a problem" in answer.get_data(as_text=True)
    assert f'value="{form.get("email", "rowan@example.org")}"' in answer.get_data(as_text=True)


def test_a_space_of_others_cannot_be_slipped_in(world: World, client_for: Client) -> None:
    assert invite(client_for(world.ann), others=[world.other.id]).status_code == 422
    assert letters(LetterKind.INVITATION) == []


def test_sending_again_and_withdrawing(world: World, app: Flask, client_for: Client) -> None:
    ann = client_for(world.ann)
    sent = invitation("rowan@example.org", (world.cohort, RoleName.MEMBER), inviter=world.ann)
    old = path_to(sent)
    answer = post(ann, f"/invitations/{sent.id}/issue")
    assert answer.location == "/spaces/cohort-1/members"
    new = link_in(last_mail(LetterKind.INVITATION))
    assert [app.test_client().get(path).status_code for path in (old, new)] == [404, 200]
    assert post(ann, f"/invitations/{sent.id}/revocation").location == "/spaces/cohort-1/members"
    assert app.test_client().get(new).status_code == 404


def test_somebody_with_an_account_is_asked_to_sign_in_and_joins(
    world: World, app: Flask, client_for: Client
) -> None:
    path = offer(world, "mallory@example.org")
    stranger = app.test_client()
    page = stranger.get(path).get_data(as_text=True)
    assert "You have an account" in page
    assert f"/sign-in?next={path}" in page
    assert send(stranger, path, FORM).status_code == 422
    mallory = client_for(world.mallory)
    assert "You are invited" in mallory.get(path).get_data(as_text=True)
    answer = post(mallory, path)
    assert (answer.status_code, answer.location) == (303, "/spaces/cohort-1")
    assert Membership.of(world.mallory.id, world.cohort.id)
    assert mallory.get(path).status_code == 404


def test_somebody_else_who_is_signed_in_gets_nothing_by_it(world: World, client_for: Client) -> None:
    path, mallory = offer(world), client_for(world.mallory)
    assert "for somebody else" in mallory.get(path).get_data(as_text=True)
    assert post(mallory, path, FORM).status_code == 422
    assert Membership.of(world.mallory.id, world.cohort.id) is None
    assert person_with("rowan@example.org") is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "Ro\u202ewan"},
        {"professional_role": ""},
        {"password": "short"},
        {"organisation": "x"},
        {"organisation": "999999"},
    ],
)
def test_a_refused_form_says_why_and_the_link_lives(world: World, app: Flask, wrong: dict[str, str]) -> None:
    path, browser = offer(world), app.test_client()
    answer = send(browser, path, FORM | wrong)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert NEW not in page
    assert send(browser, path, FORM).status_code == 303


def test_a_void_invitation_says_so(world: World, app: Flask) -> None:
    path = offer(world)
    close_account(world.ann)
    answer = app.test_client().get(path)
    assert answer.status_code == 404
    assert "Ask them for a new invitation" in html.unescape(answer.get_data(as_text=True))


def test_what_another_was_faster_to_do_is_said(
    world: World, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, path = passwords.keep, offer(world)

    def keep_while_it_is_withdrawn(password: str) -> str:
        db.command(
            lambda: setattr(db.session.scalars(sa.select(Invitation)).one(), "revoked_at", clock.now())
        )()
        return keep(password)

    monkeypatch.setattr(passwords, "keep", keep_while_it_is_withdrawn)
    answer = send(app.test_client(), path, FORM)
    assert answer.status_code == 409
    assert "a moment ago" in answer.get_data(as_text=True)


def test_it_leads_home_where_there_are_several_spaces_or_none(world: World, client_for: Client) -> None:
    sent = commands.invite_as_operator(email="mallory@example.org", appointment=AppointmentRole.STEWARD)
    assert post(client_for(world.mallory), path_to(sent)).location == "/"


def test_the_link_is_carried_by_no_referrer(world: World, app: Flask) -> None:
    for path, status in ((offer(world), 200), ("/invitations/forged", 404)):
        page = app.test_client().get(path)
        assert (page.status_code, page.headers["Referrer-Policy"]) == (status, "strict-origin")


def test_names_of_spaces_and_people_are_no_markup(world: World, app: Flask) -> None:
    @db.command
    def rename() -> None:
        db.lock(Space, world.cohort.id).name = db.lock(Person, world.ann.id).name = (
            "<img src=x onerror=alert(1)>"
        )

    rename()
    page = app.test_client().get(offer(world)).get_data(as_text=True)
    assert "&lt;img" in page
    assert "<img" not in page
