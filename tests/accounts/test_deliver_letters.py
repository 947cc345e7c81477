"""Letters, received by a real server."""

import email.policy
import logging
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from cop import clock, db, jobs
from cop.accounts import commands, tasks
from cop.accounts.tasks import post_office
from cop.chat import commands as chat
from cop.config import Settings
from cop.forum import commands as forum
from cop.models import (
    Decision,
    Invitation,
    Letter,
    LetterKind,
    Person,
    RoleName,
    Space,
    Verdict,
)
from tests.accounts.letterbox import NEW, close_account, deliver, letters, link_in
from tests.conftest import NOON
from tests.leftovers import collected
from tests.people import World, key

HEADERS = {
    "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
}  # fmt: skip


class Letterbox:
    """What the server was given; `refuse` lets it refuse so many first."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.refuse = 0

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:
        if self.refuse:
            self.refuse -= 1
            return "451 Come back later"
        self.envelopes.append(envelope)
        return "250 Kept"

    @property
    def mails(self) -> list[EmailMessage]:
        return [
            message_from_bytes(each.original_content or b"", policy=email.policy.default)  # type: ignore[misc]
            for each in self.envelopes
        ]


@pytest.fixture
def serve(world: World, settings: Settings) -> Iterator[Callable[..., Letterbox]]:
    """Start a server on loopback and let letters go to it."""
    controllers: list[Controller] = []

    def start(*, scheme: str = "smtp", login: str = "", query: str = "", **options: Any) -> Letterbox:
        box = Letterbox()
        controller = Controller(box, **{"hostname": "127.0.0.1", "port": free_port()} | options)
        controllers.append(controller)
        controller.start()
        url = f"{scheme}://{login}127.0.0.1:{controller.port}{query}"
        jobs.connect(replace(settings, uploads=settings.uploads / "unused", smtp_url=url), ())
        return box

    with collected():  # the server's own end of a line that broke
        yield start
        for controller in controllers:
            controller.stop()
        controllers.clear()


@pytest.fixture
def box(serve: Callable[..., Letterbox]) -> Letterbox:
    return serve()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@db.command
def rename(model: type[Person | Space], row_id: int, name: str) -> None:
    db.lock(model, row_id).name = name


def invite(world: World) -> Invitation:
    return commands.invite(
        actor_id=world.ann.id, email="rowan@example.org", places=[(world.cohort.id, RoleName.MEMBER)]
    )


def test_an_invitation_arrives_and_its_link_opens(world: World, box: Letterbox) -> None:
    sent = invite(world)
    assert jobs.run_waiting() >= 1
    (mail,) = box.mails
    assert mail["To"] == "rowan@example.org"
    assert mail["From"] == "Community of Practice <no-reply@example.org>"
    assert mail["Subject"] == "You are invited – Community of Practice"
    assert set(mail.keys()) == HEADERS
    text = mail.get_content()
    assert "Ann invites you" in text
    assert "- Cohort 1" in text
    assert "until Monday 30 March 2026" in text
    assert commands.open_offer(link_in(mail).rpartition("/")[2]).invitation.id == sent.id


def test_a_reset_arrives_for_a_person_and_for_nobody_else(ann: Person, box: Letterbox) -> None:
    for address in ("nobody@example.org", "ANN@example.org"):
        commands.ask_for_reset(email=address, address="192.0.2.1")
    jobs.run_waiting()
    (mail,) = box.mails
    assert (mail["To"], box.envelopes[0].rcpt_tos) == ("ann@example.org", ["ann@example.org"])
    assert commands.person_of_reset(link_in(mail).rpartition("/")[2]).id == ann.id
    assert [letter.address for letter in letters(LetterKind.PASSWORD_RESET)] == ["ann@example.org"]


def test_the_change_of_a_password_is_told(ann: Person, box: Letterbox) -> None:
    token = commands.reset_link(db.get(Person, ann.id)).rpartition("/")[2]
    commands.reset_password(token=token, password=NEW)
    jobs.run_waiting()
    (mail,) = box.mails
    assert "Monday 2 March 2026 at 12:00" in mail.get_content()
    assert link_in(mail) == "/forgotten-password"


@pytest.mark.parametrize(
    "name",
    [
        "Cohort\r\nBcc: mallory@example.org",
        "Cohort\nX-Canary: 1\n\nbody",
        "=?utf-8?q?Cohort=0D=0ABcc:_mallory@example.org?=",
        "Cohort\x1b\x0b\u2028\u0085Bcc: mallory@example.org",
        "Ünïcode – ✓ " + "long " * 60,
    ],
)
def test_no_name_adds_a_header_or_a_recipient(world: World, box: Letterbox, name: str) -> None:
    rename(Space, world.cohort.id, name)
    rename(Person, world.ann.id, name)
    decide(world, Verdict.SET_ROLES, world.bob)
    invite(world)
    jobs.run_waiting()
    assert len(box.mails) == 2
    for mail, envelope in zip(box.mails, box.envelopes, strict=True):
        assert set(mail.keys()) == HEADERS
        assert len(envelope.rcpt_tos) == len(mail["To"].addresses) == 1
        assert "mallory" not in f"{mail['To']} {mail['From']}"
        assert "\r\nBcc:" not in (envelope.original_content or b"").decode()
        assert not mail.is_multipart()


def test_no_site_name_adds_one_either(world: World, box: Letterbox) -> None:
    jobs.connect(replace(jobs.settings(), site_name='Site"\r\nBcc: mallory@example.org'), ())
    invite(world)
    jobs.run_waiting()
    (mail,) = box.mails
    assert set(mail.keys()) == HEADERS
    assert len(mail["From"].addresses) == 1


def test_a_letter_is_sent_once(world: World, box: Letterbox) -> None:
    invite(world)
    (letter,) = letters(LetterKind.INVITATION)
    for _ in range(3):
        tasks.deliver_letter.run(letter.id)
        deliver()
    assert len(box.mails) == 1
    assert letters(LetterKind.INVITATION)[0].sent_at == NOON
    tasks.deliver_letter.run(10**9)


def test_a_lost_wake_up_is_found_by_the_sweep(
    world: World, box: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as lost:
        lost.setattr(jobs, "_huey", None)
        invite(world)
    assert jobs.run_waiting() == 0
    deliver()
    assert len(box.mails) == 1


def test_a_letter_whose_last_try_ended_with_its_process_is_given_up(world: World) -> None:
    invite(world)
    (letter,) = letters(LetterKind.INVITATION)
    for week in range(12):
        with clock.at(NOON + timedelta(weeks=week)):
            commands.claim_letter(letter.id)
    (letter,) = letters(LetterKind.INVITATION)
    assert (letter.tries, bool(letter.given_up_at)) == (7, True)


def test_a_server_that_refuses_is_tried_again_later(world: World, box: Letterbox) -> None:
    invite(world)
    box.refuse = 2
    deliver()
    deliver()
    assert (box.refuse, letters(LetterKind.INVITATION)[0].tries) == (1, 1)
    with clock.at(NOON + timedelta(minutes=5)):
        deliver()
    with clock.at(NOON + timedelta(minutes=24)):
        deliver()
    assert box.mails == []
    with clock.at(NOON + timedelta(minutes=25)):
        deliver()
    assert len(box.mails) == 1


def test_a_server_that_is_away_for_a_week_is_given_up(world: World, settings: Settings) -> None:
    jobs.connect(
        replace(settings, uploads=settings.uploads / "unused", smtp_url=f"smtp://127.0.0.1:{free_port()}"), ()
    )
    invite(world)
    for hour in range(24 * 7):
        with clock.at(NOON + timedelta(hours=hour)):
            deliver()
    (letter,) = letters(LetterKind.INVITATION)
    assert (letter.tries, letter.sent_at) == (7, None)
    assert letter.given_up_at


def test_the_same_letter_has_the_same_id_at_each_try(world: World, box: Letterbox) -> None:
    invite(world)
    (letter,) = letters(LetterKind.INVITATION)
    first = tasks.word(letter)
    assert first is not None
    deliver()
    assert box.mails[0]["Message-ID"] == first["Message-ID"]


def test_a_letter_that_nobody_wants_any_more_is_dropped(world: World, ann: Person, box: Letterbox) -> None:
    sent = invite(world)
    commands.revoke_invitation(actor_id=ann.id, invitation_id=sent.id)
    decide(world, Verdict.DECLINE, world.bob)
    change(world.bob)
    close_account(world.bob)
    deliver()
    assert box.mails == []
    assert db.session.scalars(sa.select(Letter)).all() == []


@db.command
def change(person: Person) -> None:
    Letter.write(LetterKind.PASSWORD_CHANGED, address=person.email, person_id=person.id)


def test_a_reset_that_was_asked_for_hours_ago_is_dropped(ann: Person, box: Letterbox) -> None:
    commands.ask_for_reset(email=ann.email, address=None)
    with clock.at(NOON + timedelta(hours=2)):
        deliver()
    assert box.mails == []
    assert letters(LetterKind.PASSWORD_RESET) == []


@db.command
def decide(world: World, verdict: Verdict, person: Person, reason: str = "", **about: int) -> Decision:
    decision = Decision.log(
        verdict, space_id=world.cohort.id, actor_id=world.ann.id, person_id=person.id, reason=reason, **about
    )
    Letter.write(LetterKind.DECISION, address=person.email, person_id=person.id, decision_id=decision.id)
    return decision


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_decision_says_what_was_decided_why_and_where_to_look(
    world: World, box: Letterbox, verdict: Verdict
) -> None:
    decide(world, verdict, world.bob, "It names a patient.")
    jobs.run_waiting()
    (mail,) = box.mails
    text = mail.get_content()
    assert mail["To"] == "bob@example.org"
    assert "Cohort 1" in text
    assert "It names a patient." in text
    is_out = verdict in {Verdict.SUSPEND, Verdict.REMOVE_MEMBER, Verdict.TURN_AWAY}
    assert link_in(mail) == ("/" if is_out else "/spaces/cohort-1")


def test_a_decision_on_a_contribution_leads_to_it_and_quotes_nothing(world: World, box: Letterbox) -> None:
    place, words = world.cohort, "canary words of the post"
    post = forum.open_topic(
        actor_id=world.bob.id, space_id=place.id, title="Canary title", text=words, key=key()
    )
    message = chat.send_message(actor_id=world.bob.id, slug=place.slug, text=words, key=key())
    decide(world, Verdict.HIDE, world.bob, post_id=post.id)
    decide(world, Verdict.HIDE, world.bob, message_id=message.id)
    deliver()
    assert [link_in(mail) for mail in box.mails] == [f"/posts/{post.id}", "/spaces/cohort-1/chat"]
    assert not any("anary" in str(mail) for mail in box.mails)


def test_nothing_that_is_secret_stands_in_the_log(
    world: World, box: Letterbox, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    box.refuse = 1
    sent = invite(world)
    jobs.run_waiting()
    said = "\n".join(str(vars(record)) for record in caplog.records if record.name.startswith("cop"))
    assert "letter not sent" in said
    assert commands.invitation_link(sent).rpartition("/")[2] not in said
    assert "rowan@example.org" not in said


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """What a server on loopback shows, and what this machine trusts while the test runs."""
    authority, trusted = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    return context


@pytest.mark.parametrize("query", ["", "?tls=required"])
def test_where_starttls_is_offered_it_is_used(
    world: World, serve: Callable[..., Letterbox], certificate: ssl.SSLContext, query: str
) -> None:
    box = serve(query=query, tls_context=certificate, require_starttls=True)
    invite(world)
    deliver()
    assert len(box.mails) == 1


def test_a_server_that_cannot_be_trusted_gets_nothing(
    world: World,
    serve: Callable[..., Letterbox],
    certificate: ssl.SSLContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    box = serve(tls_context=certificate)
    monkeypatch.delenv("SSL_CERT_FILE")
    invite(world)
    deliver()
    assert box.mails == []
    assert letters(LetterKind.INVITATION)[0].tries == 1


def test_smtps_is_encrypted_from_the_start(
    world: World, settings: Settings, certificate: ssl.SSLContext, serve: Callable[..., Letterbox]
) -> None:
    box = serve(scheme="smtps", ssl_context=certificate)
    invite(world)
    deliver()
    assert len(box.mails) == 1


def test_a_password_is_not_sent_in_the_clear_to_another_machine(settings: Settings) -> None:
    class Elsewhere(post_office._Line):
        """A server that this machine reaches, and that is not this machine."""

        def __init__(self) -> None:
            self.address = urlsplit("smtp://postman:secret@mail.example.org")
            self.server = smtplib.SMTP()

    with pytest.raises(smtplib.SMTPNotSupportedError):
        Elsewhere()._sign_in(is_private=False)


def test_where_tls_is_required_nothing_is_sent_without(world: World, serve: Callable[..., Letterbox]) -> None:
    box = serve(query="?tls=required")
    invite(world)
    deliver()
    assert box.mails == []
    assert letters(LetterKind.INVITATION)[0].tries == 1


def test_a_server_may_ask_for_a_password(world: World, serve: Callable[..., Letterbox]) -> None:
    given: list[bytes] = []

    def authenticate(
        _server: object, _session: object, _envelope: object, _how: str, data: object
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given.extend([data.login, data.password])
        return AuthResult(success=True)

    box = serve(login="postman:p%40ss@", authenticator=authenticate, auth_require_tls=False)
    invite(world)
    deliver()
    assert len(box.mails) == 1
    assert given == [b"postman", b"p@ss"]
