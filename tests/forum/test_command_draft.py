"""What somebody has begun to write in a forum: kept for them alone, cleared by posting, thrown away and taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from cop import clock, db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound, TooFast
from cop.forum import commands, queries
from cop.forum.commands import Begun
from cop.keeping import commands as keeping
from cop.markup import POST_LIMIT
from cop.models import ForumDraft, Kept, Person, Post, RoleName, Sheet
from tests.chat.conftest import evict, shut_out
from tests.people import World, key, newcomer

Write = Callable[..., Post]


def keep(person: Person, sheet: Sheet, text: str, **more: object) -> ForumDraft | None:
    return commands.keep_draft(actor_id=person.id, sheet=sheet, begun=Begun(text, **more))


def kept(person: Person, sheet: Sheet) -> str | None:
    found = queries.draft_on(policy.load_actor(person.id), sheet)
    return found.text if found else None


def rows() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(ForumDraft)) or 0


def reply_to(post: Post) -> Sheet:
    return Sheet("topic_id", post.topic_id)


def edit_of(post: Post) -> Sheet:
    return Sheet("post_id", post.id)


@pytest.fixture
def topic_in_cohort(world: World) -> Sheet:
    return Sheet("space_id", world.cohort.id)


def test_there_is_one_for_each_person_and_sheet(
    ann: Person, bob: Person, start: Write, topic_in_cohort: Sheet
) -> None:
    post = start(bob)
    keep(bob, reply_to(post), "A reply"), keep(bob, edit_of(post), "An edit")
    keep(bob, topic_in_cohort, "", title=" My\ntopic ")
    keep(ann, reply_to(post), "Hers")
    assert [kept(bob, each) for each in (reply_to(post), edit_of(post), topic_in_cohort)] == [
        "A reply",
        "An edit",
        "",
    ]
    assert [each.title for each in queries.drafts_of(policy.load_actor(bob.id))] == ["My topic", "", ""]
    assert kept(ann, reply_to(post)) == "Hers"


def test_it_is_replaced_and_says_when(bob: Person, topic_in_cohort: Sheet) -> None:
    first = keep(bob, topic_in_cohort, "One")
    with clock.at(clock.now() + timedelta(minutes=2)):
        second = keep(bob, topic_in_cohort, "  Two\n", turn=1)
        assert first
        assert second
        assert (second.text, second.turn, second.saved_at) == ("Two", 2, clock.now())
    assert rows() == 1


def test_emptying_it_forgets_it(bob: Person, topic_in_cohort: Sheet) -> None:
    keep(bob, topic_in_cohort, "Begun")
    assert keep(bob, topic_in_cohort, " \n", turn=1) is None
    assert rows() == 0
    assert keep(bob, topic_in_cohort, "") is None


def test_of_two_pages_one_is_told_of_the_other(bob: Person, topic_in_cohort: Sheet) -> None:
    keep(bob, topic_in_cohort, "From my desk")
    for words in ("From my phone", ""):
        with pytest.raises(Conflict, match="another tab"):
            keep(bob, topic_in_cohort, words)
    assert kept(bob, topic_in_cohort) == "From my desk"
    assert keep(bob, topic_in_cohort, "From my desk"), "the same words are no conflict"
    assert keep(bob, topic_in_cohort, "From both", turn=2)


def test_nobody_else_reads_it_whoever_they_are(
    world: World, ann: Person, bob: Person, mallory: Person, start: Write
) -> None:
    sheet = reply_to(start(bob))
    draft = keep(bob, sheet, "Mine alone")
    assert draft
    for other in (ann, mallory, world.staff):
        assert kept(other, sheet) is None
        assert queries.drafts_of(policy.load_actor(other.id)) == []
        for verb in (commands.discard_draft, commands.take_back_draft):
            with pytest.raises(NotFound):
                verb(actor_id=other.id, draft_id=draft.id)
    assert kept(bob, sheet) == "Mine alone"


def test_who_may_not_write_keeps_nothing(
    world: World, ann: Person, bob: Person, mallory: Person, start: Write, set_roles, topic_in_cohort: Sheet
) -> None:
    post = start(bob)
    sheets = (topic_in_cohort, reply_to(post), edit_of(post))
    set_roles(watcher := newcomer("nora", world.cohort), world.cohort, RoleName.OBSERVER)
    for sheet in sheets:
        with pytest.raises(NotFound):
            keep(mallory, sheet, "May I?")
        for person in (watcher, world.staff):
            with pytest.raises(Forbidden):
                keep(person, sheet, "I only read")
        keep(bob, sheet, "I may")
    with pytest.raises(Forbidden, match="Only its author"):
        keep(ann, edit_of(post), "Theirs")
    with pytest.raises(NotFound):
        keep(bob, Sheet("topic_id", 999_999_999_999), "Nowhere")
    assert rows() == 3


def test_no_topic_is_begun_in_a_conversation(world: World, ann: Person, bob: Person) -> None:
    from cop.models import Conversation

    made = db.command(lambda: Conversation.begin(ann.id, [ann.id, bob.id]))()
    with pytest.raises(NotFound):
        keep(bob, Sheet("space_id", made.id), "x")


def test_posting_clears_it(bob: Person, start: Write, reply: Write, topic_in_cohort: Sheet) -> None:
    mine, elsewhere = key(), key()
    keep(bob, topic_in_cohort, "Begun", title="T", key=mine)
    about = {"actor_id": bob.id, "text": "Begun and ended", "key": mine}
    post = commands.open_topic(**about, space_id=topic_in_cohort.id, title="T")
    assert kept(bob, topic_in_cohort) is None
    mine = key()
    keep(bob, reply_to(post), "A reply", key=mine)
    commands.post_reply(actor_id=bob.id, topic_id=post.topic_id, text="A reply, longer", key=mine)
    keep(bob, edit_of(post), "An edit", key=elsewhere)
    commands.edit_post(actor_id=bob.id, post_id=post.id, text="An edit, longer", version=1, key=elsewhere)
    assert rows() == 0


def test_posting_something_else_leaves_it(bob: Person, start: Write, reply: Write) -> None:
    post = start(bob)
    keep(bob, reply_to(post), "In my other tab", key=key())
    reply(bob, post.topic_id, "Quickly, from here")
    assert kept(bob, reply_to(post)) == "In my other tab"
    reply(bob, post.topic_id, "In my other tab")
    assert rows() == 0, "the same words are not offered to be posted again"


def test_what_is_taken_back_takes_its_edit_with_it(bob: Person, start: Write) -> None:
    post = start(bob)
    keep(bob, edit_of(post), "Begun"), keep(bob, reply_to(post), "A reply")
    commands.remove_post(actor_id=bob.id, post_id=post.id)
    assert db.session.scalars(sa.select(ForumDraft.text)).all() == ["A reply"]


def test_a_refused_post_leaves_it(ann: Person, bob: Person, start: Write) -> None:
    post, mine = start(bob), key()
    keep(bob, reply_to(post), "Begun", key=mine)
    commands.lock_topic(actor_id=ann.id, topic_id=post.topic_id)
    with pytest.raises(Forbidden):
        commands.post_reply(actor_id=bob.id, topic_id=post.topic_id, text="Begun", key=mine)
    assert kept(bob, reply_to(post)) == "Begun"


def test_a_conflict_leaves_it(bob: Person, start: Write) -> None:
    post = start(bob)
    keep(bob, edit_of(post), "Begun", key=key(), seen_version=1)
    commands.edit_post(actor_id=bob.id, post_id=post.id, text="From my phone", version=1)
    with pytest.raises(Conflict):
        commands.edit_post(actor_id=bob.id, post_id=post.id, text="Begun", version=1)
    assert kept(bob, edit_of(post)) == "Begun"


def test_what_was_sent_is_not_begun_again_by_a_late_saving(bob: Person, start: Write) -> None:
    post, mine = start(bob), key()
    commands.post_reply(actor_id=bob.id, topic_id=post.topic_id, text="Sent", key=mine)
    assert keep(bob, reply_to(post), "Sent", key=mine) is None
    more = keep(bob, reply_to(post), "Sent, and more in another tab", key=mine)
    assert more
    assert more.key == "", "it needs a key of its own"
    assert kept(bob, reply_to(post)) == "Sent, and more in another tab"


def test_one_whose_form_was_sent_at_the_same_moment_is_no_draft(bob: Person, start: Write) -> None:
    post, mine = start(bob), key()
    keep(bob, reply_to(post), "Sen", key=mine)

    @db.command
    def send_unseen() -> None:
        db.session.execute(sa.update(Post).where(Post.id == post.id).values(key=mine))

    assert kept(bob, reply_to(post)) == "Sen"
    send_unseen()
    assert kept(bob, reply_to(post)) is None
    assert keep(bob, reply_to(post), "Another reply", key=key()), "and it is in nobody's way"


def test_what_the_post_says_already_is_no_draft(bob: Person, start: Write) -> None:
    post = start(bob, text="As it is")
    keep(bob, edit_of(post), "Otherwise")
    assert keep(bob, edit_of(post), "As it is", turn=1) is None
    assert keep(bob, edit_of(post), "As it is", title="Costing, again")
    assert rows() == 1


def test_what_could_not_be_sent_is_not_kept(bob: Person, topic_in_cohort: Sheet) -> None:
    keep(bob, topic_in_cohort, "x" * POST_LIMIT)
    with pytest.raises(Invalid):
        keep(bob, topic_in_cohort, "x" * (POST_LIMIT + 1), turn=1)
    with pytest.raises(Invalid) as refused:
        keep(bob, topic_in_cohort, "x", title="x" * 151, turn=1)
    assert refused.value.field == "title"
    assert kept(bob, topic_in_cohort) == "x" * POST_LIMIT


def test_saving_has_a_measure(bob: Person, topic_in_cohort: Sheet) -> None:
    for turn in range(10):
        keep(bob, topic_in_cohort, f"Begun {turn}", turn=turn)
    with pytest.raises(TooFast):
        keep(bob, topic_in_cohort, "Begun", turn=10)
    with clock.at(clock.now() + timedelta(seconds=2)):
        assert keep(bob, topic_in_cohort, "Begun", turn=10)


def test_it_is_thrown_away_and_taken_back(bob: Person, topic_in_cohort: Sheet) -> None:
    draft = keep(bob, topic_in_cohort, "Begun")
    assert draft
    for _ in range(2):
        commands.discard_draft(actor_id=bob.id, draft_id=draft.id)
    assert kept(bob, topic_in_cohort) is None
    commands.take_back_draft(actor_id=bob.id, draft_id=draft.id)
    assert kept(bob, topic_in_cohort) == "Begun"
    commands.discard_draft(actor_id=bob.id, draft_id=draft.id)
    assert keep(bob, topic_in_cohort, "Anew"), "in its place another may be begun"
    assert (kept(bob, topic_in_cohort), rows()) == ("Anew", 1)


def test_after_an_hour_it_is_gone_and_others_are_not(
    bob: Person, start: Write, topic_in_cohort: Sheet
) -> None:
    draft, sheet = keep(bob, topic_in_cohort, "Begun"), reply_to(start(bob))
    assert draft
    keep(bob, sheet, "Stays")
    commands.discard_draft(actor_id=bob.id, draft_id=draft.id)
    with clock.at(clock.now() + timedelta(minutes=59)):
        keeping.let_go(kind=Kept.DISCARDED)
    assert rows() == 2
    with clock.at(clock.now() + timedelta(minutes=61)):
        keeping.let_go(kind=Kept.DISCARDED)
    assert (rows(), kept(bob, sheet)) == (1, "Stays")
    with pytest.raises(NotFound):
        commands.take_back_draft(actor_id=bob.id, draft_id=draft.id)


def test_it_goes_with_the_membership_and_nobody_elses_does(
    world: World, ann: Person, bob: Person, start: Write, topic_in_cohort: Sheet
) -> None:
    post, sets = start(bob), start(bob, space=world.set_a)
    for sheet in (topic_in_cohort, reply_to(post), edit_of(post), reply_to(sets)):
        keep(bob, sheet, "Begun")
    keep(ann, reply_to(post), "Hers")
    evict(bob, world.cohort)
    assert (rows(), kept(ann, reply_to(post)), kept(bob, reply_to(sets))) == (2, "Hers", "Begun")


def test_a_suspension_hides_it_and_its_end_gives_it_back(world: World, bob: Person, start: Write) -> None:
    sheet = reply_to(start(bob))
    keep(bob, sheet, "Begun")
    shut_out(bob, world.cohort, until=clock.now() + timedelta(days=7))
    assert kept(bob, sheet) is None
    with pytest.raises(NotFound):
        keep(bob, sheet, "Still here?", turn=1)
    shut_out(bob, world.cohort, until=None)
    assert kept(bob, sheet) == "Begun"
