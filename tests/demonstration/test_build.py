"""The demonstration is built through the commands, whole, and only where no real people are."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from sqlalchemy.engine import Engine

from cop import cli, clock, db, policy, schema, storage
from cop.demonstration import build, story
from cop.models import (
    Affiliation,
    AgendaLevel,
    Appointment,
    AppointmentRole,
    Attachment,
    BookingWindow,
    Citation,
    Gathering,
    Inquiry,
    InquiryResponse,
    Membership,
    Message,
    Post,
    Programme,
    Resource,
    Review,
    ReviewKind,
    Site,
    Space,
    SpaceKind,
    State,
    StatementKind,
    StatementVersion,
    Tag,
    Task,
    Topic,
    TopicTag,
    Workshop,
)
from tests import people
from tests.demonstration.counting import count, person

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.usefixtures("_bound")]


def test_it_knows_that_it_is_one_and_whole(built: Engine, told: Path) -> None:
    assert "People" in (told / "said").read_text(encoding="utf-8").splitlines()
    assert build.is_built(built)
    assert Site.is_demonstrated()


def test_everything_in_the_story_has_happened() -> None:
    lines = story.lines(story.AS_OF - story.AS_OF)
    kinds = Counter(line.kind for line in lines)
    beside = 2  # topics about what stands in the library, none of the story's
    assert count(of=Topic) == kinds["topic"] + beside
    assert count(of=Post) == kinds["topic"] + kinds["reply"] + beside
    assert count(of=Message) == kinds["message"] + kinds["aside"]
    for state in (State.HELD, State.DECLINED, State.HIDDEN, State.REMOVED):
        told = sum(line.state == state for line in lines)
        assert told == count(Post.state == state, of=Post) + count(Message.state == state, of=Message), state
    assert count(Review.kind == ReviewKind.HELD, Review.decided_at.is_(None), of=Review) == 12
    assert count(Review.kind == ReviewKind.REPORT, Review.decided_at.is_(None), of=Review) == 5


def test_topics_have_tags_of_their_spaces() -> None:
    told = [(line.space, tag) for line in story.lines(timedelta()) for tag in line.raw.get("tags", [])]
    assert len(told) > 40
    assert count(of=TopicTag) == len(told)
    listed = sa.select(Space.slug, Tag.name).join(Space, Space.id == Tag.space_id)
    assert {tuple(row) for row in db.session.execute(listed)} == set(told)


def test_posts_have_a_picture_and_a_document_that_can_be_opened() -> None:
    files = db.session.scalars(sa.select(Attachment).order_by(Attachment.name)).all()
    assert [(each.name, each.is_picture) for each in files] == [
        ("two-weeks-of-mornings.png", True),
        ("winter-plan.docx", False),
    ]
    alum, outsider = (policy.load_actor(person(account).id) for account in ("alum", "outsider"))
    assert [policy.can_open_attachment(alum, each) for each in files] == [True, True]
    assert [policy.can_open_attachment(outsider, each) for each in files] == [True, False]
    for each in files:
        assert each.description
        with storage.store().open(each.stored) as kept:
            assert len(kept.read()) > 1_000


def test_a_few_talk_where_nobody_else_reads() -> None:
    with clock.at(story.AS_OF):
        alum, staff = (policy.load_actor(person(account).id) for account in ("alum", "staff"))
        direct = sa.select(Space.id).where(Space.kind == SpaceKind.DIRECT)
        theirs = db.session.scalars(direct.where(policy.visible_spaces(alum))).all()
        assert len(theirs) == 2
        assert not db.session.scalars(direct.where(policy.visible_spaces(staff))).all()
    unread = Space.said > Membership.read_seq
    waiting = (
        sa.select(Membership.space_id)
        .join(Membership.space)
        .where(Membership.person_id == alum.id, Space.id.in_(theirs), unread)
    )
    assert len(db.session.scalars(waiting).all()) == 1, "something new in one of them"


def test_b01_both_programmes_say_what_they_were_and_who_stood_behind_them() -> None:
    programmes = db.session.scalars(sa.select(Programme).order_by(Programme.slug)).all()
    assert [(each.slug, each.status) for each in programmes] == [
        ("leading-cultures", "ended"),
        ("rd-leaders", "ended"),
    ]
    assert all(each.domain and each.rationale and each.is_over for each in programmes)
    named = {each: {partner.role.value for partner in each.partners} for each in programmes}
    assert {"funder", "allocating_body", "deliverer"} <= named[programmes[0]]
    assert {"partner", "evaluator"} <= named[programmes[1]]


def test_a24_a25_a26_a27_three_cohorts_had_four_workshops_each_on_these_days() -> None:
    query = sa.select(Space.slug, Workshop).join(Workshop.space).order_by(Space.slug, Workshop.number)
    days: dict[str, list[str]] = {}
    for slug, workshop in db.session.execute(query):
        days.setdefault(slug, []).append(workshop.day.isoformat())
        assert len(workshop.segments) == (3 if workshop.number == 4 else 4)
    assert days == {
        "cohort-1": ["2014-11-13", "2014-12-11", "2015-02-05", "2015-03-05"],
        "cohort-2": ["2014-12-02", "2015-01-13", "2015-02-10", "2015-03-24"],
        "cohort-3": ["2015-01-07", "2015-02-04", "2015-03-11", "2015-04-01"],
    }


def test_a30_each_set_had_three_meetings_and_the_two_it_arranged_lay_between_workshops() -> None:
    for slug in ("cohort-1", "cohort-2", "cohort-3"):
        cohort = db.session.scalars(sa.select(Space).where(Space.slug == slug)).one()
        query = sa.select(Workshop.day).where(Workshop.space_id == cohort.id).order_by(Workshop.number)
        _, second, third, fourth = db.session.scalars(query)
        windows = BookingWindow.of_cohort(cohort)
        assert [each.mode.value for each in windows] == ["facilitated", "self_arranged", "self_arranged"]
        day = timedelta(days=1)
        assert [(each.first_on, each.last_on) for each in windows] == [
            (second, second),
            (second + day, third - day),
            (third + day, fourth - day),
        ]


def test_a20_there_is_a_task_before_each_workshop() -> None:
    tasks = db.session.scalars(sa.select(Task)).all()
    assert len(tasks) == 12
    assert all(each.workshop is not None and each.due_on < each.workshop.day for each in tasks)


def test_b19_b27_four_engagement_events_and_two_conferences_were_held() -> None:
    kinds = db.session.execute(sa.select(Gathering.kind, Gathering.scope)).all()
    found = Counter((kind.value, scope.value) for kind, scope in kinds)
    assert found == {
        ("visit", "organisation"): 3,
        ("stakeholder_engagement", "national"): 1,
        ("stakeholder_engagement", "regional"): 3,
        ("conference", "national"): 2,
    }
    assert count(Citation.id.is_not(None), of=Citation) == 2


def test_people_have_moved_and_appointments_have_ended() -> None:
    assert count(Affiliation.ended_at.is_not(None), of=Affiliation) == sum(
        bool(each.moved_on) for each in story.characters()
    )
    assert count(Appointment.ended_at <= story.AS_OF, of=Appointment) == 5
    to_end = sa.select(Appointment.role).where(Appointment.ended_at > story.AS_OF).order_by(Appointment.role)
    ending = [AppointmentRole.EVALUATOR, AppointmentRole.EVALUATOR, AppointmentRole.STEWARD]
    assert list(db.session.scalars(to_end)) == ending, (
        "who is from outside, and one who is asked for a successor"
    )


@pytest.mark.parametrize(
    ("account", "reads"),
    [
        ("alum", {"network", "cohort-1", "cohort-1-set-a"}),
        ("facilitator", {"network", "cohort-1", "cohort-1-set-a"}),
        ("moderator", {"network", "cohort-1", "cohort-1-set-b"}),
        ("newcomer", {"network", "cohort-1"}),
        ("outsider", {"network", "cohort-2", "cohort-2-set-a"}),
        (
            "staff",
            {f"cohort-{number}" for number in (1, 2, 3)} | {f"wave-{number}" for number in (1, 2, 3, 4)},
        ),
        ("sponsor", set()),
        ("evaluator", set()),
    ],
)
def test_the_printed_accounts_read_what_they_should(account: str, reads: set[str]) -> None:
    actor = policy.load_actor(person(account).id)
    assert set(db.session.scalars(sa.select(Space.slug).where(policy.visible_spaces(actor)))) == reads


def test_a_second_run_finds_it_and_builds_nothing(built: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COP_DATABASE_URL", str(built.url))
    monkeypatch.setenv("COP_UPLOADS", str(Path(built.url.database or "").parent / "var" / "uploads"))
    before = count(of=Post)
    result = CliRunner().invoke(cli.main, ["demo", "--no-serve"])
    assert result.exit_code == 0, result.output
    assert "alum@example.org" in result.output
    assert build.PASSWORD in result.output
    assert "contributions" not in result.output
    assert count(of=Post) == before


def test_a_database_with_real_people_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = db.connect(f"sqlite:///{tmp_path / 'real.sqlite'}")
    assert not build.is_built(engine)
    schema.upgrade(engine)
    db.command(lambda: people.add_person("real"))()
    monkeypatch.setenv("COP_DATABASE_URL", str(engine.url))
    monkeypatch.setenv("COP_UPLOADS", str(tmp_path / "var" / "uploads"))
    result = CliRunner().invoke(cli.main, ["demo", "--reset", "--no-serve"])
    assert result.exit_code == 1
    assert "holds people" in result.output
    assert count() == 1
    engine.dispose()


def test_all_statements_are_published_and_nobody_is_asked_about_them() -> None:
    published = StatementVersion.as_of(StatementVersion.newest_id())
    assert set(published) == set(StatementKind)
    assert [each.kind for each in published.values() if "[[" in each.text] == []
    assert count(StatementVersion.is_material, of=StatementVersion) == 0


def test_b25_b26_an_inquiry_was_put_to_twenty_four_organisations(built: Engine):
    """What its paper asks stands in words of ours; who is quoted has said yes."""
    closed = db.session.scalars(sa.select(Inquiry).where(Inquiry.is_for_all.is_(False))).one()
    assert len(closed.organisations) == 24
    assert closed.published_at is not None
    assert "Is the R&D office the problem" in closed.report
    assert closed.document
    assert len(closed.themes) == 3
    sent = db.session.scalars(sa.select(InquiryResponse).where(InquiryResponse.inquiry_id == closed.id)).all()
    assert len(sent) == 5
    open_one = db.session.scalars(sa.select(Inquiry).where(Inquiry.is_for_all.is_(True))).one()
    with clock.at(story.AS_OF):
        assert open_one.is_open


def test_a05_two_policies_of_the_nation_stand_in_the_library(built: Engine):
    national = sa.select(Resource).where(Resource.level == AgendaLevel.NATIONAL).order_by(Resource.title)
    found = db.session.scalars(national).all()
    assert [each.title for each in found] == [
        "Innovation Health and Wealth",
        "The NHS Constitution for England",
    ]
    assert all(each.is_published and each.topic is not None for each in found)
