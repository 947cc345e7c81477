"""Applying: by a form that is open to everybody, confirmed by a link, and answered by the same link."""

from dataclasses import dataclass
from datetime import timedelta

import sqlalchemy as sa

from cop import clock, guarding, policy
from cop.accounts.commands import tokens
from cop.accounts.commands.addresses import bucket
from cop.accounts.commands.addresses import written as written_address
from cop.db import command, get, lock, session
from cop.errors import Conflict, NotFound, TooFast
from cop.logs import network
from cop.models import (
    Application,
    ApplicationState,
    Band,
    Decision,
    Letter,
    LetterKind,
    Organisation,
    Person,
    ProfessionalRole,
    Recruitment,
    Review,
    ReviewKind,
    Space,
    SpaceKind,
    StatementVersion,
    Throttle,
    Verdict,
)
from cop.models.people import written_name
from cop.typed import one_line, written

STATEMENT_LIMIT, ANSWER_LIMIT, ELSEWHERE_LIMIT = 4_000, 4_000, 200
DEAD = "This link no longer works. If you applied, look for a newer e-mail from us, or apply again."
CLOSED = "This programme takes no applications at the moment."


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody says of themselves. `elsewhere` names an organisation that is not on the list. The form showed what
    was published up to `accepted_up_to`.
    """

    name: str
    email: str
    organisation_id: int | None
    elsewhere: str
    professional_role: ProfessionalRole
    band: Band
    statement: str
    accepted_up_to: int = 0


def apply(
    *, programme_id: int, cohort_id: int | None, applicant: Applicant, key: str, address: str | None
) -> None:
    """Keep an application and put a letter in the post that asks to confirm its address. `address` is that of the
    request. The answer is the same whoever has that address, and whether they have applied before (security.md S12):
    who has gets the letter of that application once more.

    Raises Invalid (naming the field), NotFound, Conflict (nobody may apply now), TooFast.
    """
    row = Application(
        key=key,
        programme_id=programme_id,
        cohort_id=cohort_id,
        email=written_address(applicant.email),
        name=written_name(applicant.name),
        organisation_id=applicant.organisation_id,
        elsewhere=_elsewhere(applicant),
        professional_role=applicant.professional_role,
        band=applicant.band,
        accepted_up_to=applicant.accepted_up_to,
        statement=written(
            applicant.statement,
            limit=STATEMENT_LIMIT,
            field="statement",
            missing="Say why you would like to take part.",
        ),
    )
    row.doubts = guarding.take_doubts()
    _apply(row, address)


def _elsewhere(applicant: Applicant) -> str:
    if applicant.organisation_id is not None:
        return ""
    missing = "Choose your organisation from the list, or enter its name here."
    return one_line(applicant.elsewhere, limit=ELSEWHERE_LIMIT, field="elsewhere", missing=missing)


@command
def _apply(row: Application, address: str | None) -> None:
    if not Throttle.take(bucket("apply-network", network(address)), burst=50, every=timedelta(seconds=30)):
        raise TooFast("There were too many requests from your network. Wait a few minutes and try again.")
    if not Throttle.take("apply", burst=500, every=timedelta(minutes=1)):
        raise TooFast("Very many people apply at this moment. Wait a few minutes and try again.")
    _require_open(row)
    row.accepted_up_to = min(row.accepted_up_to, StatementVersion.newest_id())
    standing = _made_before(row)
    if standing is None:
        session.add(row)
        session.flush()
    application = standing or row
    if Throttle.take(bucket("apply-account", row.email), burst=3, every=timedelta(hours=6)):
        post(application)


def _require_open(row: Application) -> None:
    recruitment = Recruitment.of(row.programme_id)
    if recruitment is None or not recruitment.is_open:
        raise Conflict(CLOSED)
    if row.cohort_id is not None:
        cohort = get(Space, row.cohort_id)
        if cohort.kind is not SpaceKind.COHORT or cohort.programme_id != row.programme_id:
            raise NotFound
    if row.organisation_id is not None:
        get(Organisation, row.organisation_id)


def _made_before(row: Application) -> Application | None:
    """The one that this form has made; or that of this address which somebody looks at already."""
    same = session.scalars(sa.select(Application).where(Application.key == row.key)).one_or_none()
    if same is not None and (same.email, same.programme_id) != (row.email, row.programme_id):
        raise Conflict(
            "This form was sent before, with another address. What you typed is kept: send it again."
        )
    return same or Application.standing_of(row.email, row.programme_id)


def post(application: Application) -> None:
    """What the letter says is told by the state it is in when it is sent."""
    Letter.write(LetterKind.APPLICATION, address=application.email, application_id=application.id)


def application_of(token: str) -> Application:
    """Whose link `token` is; NotFound for none, and where it went to an address that is not its own any more."""
    application_id, then = tokens.read_application(token) or (0, "")
    application = session.get(Application, application_id)
    if application is None or tokens.state_of_application(application) != then:
        raise NotFound(DEAD)
    return application


@command
def confirm_application(*, token: str) -> Application:
    """The address is theirs: from now on somebody looks at it, in the place of what they had sent before. A repeat
    changes nothing.
    """
    application = _locked(token)
    if application.state is ApplicationState.BEGUN:
        before = Application.standing_of(application.email, application.programme_id)
        if before is not None:
            withdraw(lock(Application, before.id))
        application.state, application.confirmed_at = ApplicationState.WAITING, clock.now()
        falls_to = policy.falls_to(ReviewKind.APPLICATION, application.cohort, author_id=None)
        Review.open_for(application, ReviewKind.APPLICATION, falls_to=falls_to)
        post(application)
    return application


def answer_question(*, token: str, answer: str) -> Application:
    """Say more, as was asked: it waits again. A repeat changes nothing; Conflict where nothing is asked (any more)."""
    application_of(token)
    kept = written(answer, limit=ANSWER_LIMIT, field="answer", missing="Write your answer.")
    return _answer(token, kept, doubts=guarding.take_doubts())


@command
def _answer(token: str, answer: str, *, doubts: str) -> Application:
    application = _locked(token)
    if application.answer == answer:
        return application
    review = Review.of(application, ReviewKind.APPLICATION)
    if application.state is not ApplicationState.ASKED or review is None:
        raise Conflict("Nothing is asked of you at the moment.")
    application.state, application.answer = ApplicationState.WAITING, answer
    application.doubts = " ".join(sorted({*application.doubts.split(), *doubts.split()}))
    review.reopen()
    post(application)
    _tell_asker(application)
    return application


@command
def withdraw_application(*, token: str) -> Application:
    """Apply no longer. A repeat changes nothing; Conflict once it was decided."""
    application = _locked(token)
    if application.state is ApplicationState.WITHDRAWN:
        return application
    if not application.is_open():
        raise Conflict("This was decided already.")
    withdraw(application)
    post(application)
    _tell_asker(application)
    return application


def _tell_asker(application: Application) -> None:
    """Whoever has asked for more last hears what came of it. Nobody waits for one that nobody has asked about."""
    asked = sa.select(Decision.actor_id).join(Decision.review)
    asked = asked.where(Review.application_id == application.id, Decision.verdict == Verdict.ASK)
    asker = session.get(Person, session.scalar(asked.order_by(Decision.id.desc()).limit(1)) or 0)
    if asker is not None:
        Letter.write(
            LetterKind.APPLICATION, address=asker.email, person_id=asker.id, application_id=application.id
        )


def withdraw(application: Application) -> None:
    """Let it wait no longer, if it does; its row must be locked."""
    if not application.is_open():
        return
    application.state = ApplicationState.WITHDRAWN
    review = Review.waiting_for(application, ReviewKind.APPLICATION)
    if review is not None:
        review.decide(Decision.log(Verdict.WITHDRAWN, space_id=review.space_id, actor_id=None))


def _locked(token: str) -> Application:
    locked(application_of(token).id)
    return application_of(token)  # its address may be another one meanwhile


def locked(application_id: int) -> Application:
    """The application, locked in the order of the house: the space first."""
    application = get(Application, application_id)
    if application.cohort_id is not None:
        lock(Space, application.cohort_id)
    return lock(Application, application.id)
