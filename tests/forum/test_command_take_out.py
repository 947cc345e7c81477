"""Taking a file out of a post: its author's, an edit like any other, kept with the earlier texts (S25, F15)."""

from collections.abc import Callable

import pytest

from cop import db, policy, storage
from cop.errors import Conflict, Forbidden, NotFound
from cop.forum import commands
from cop.forum.commands import attaching
from cop.forum.queries import post_shown, withdrawn_files
from cop.models import Attachment, Person, Policy, Post
from tests.attachments import attach
from tests.people import World, key, set_policy


@pytest.fixture
def post(world: World, bob: Person, start: Callable[..., Post]) -> Post:
    """A reply of Bob's with two files."""
    files = {attach(bob, world.cohort, name).id: "" for name in ("a.txt", "b.txt")}
    topic_id = start(bob).topic_id
    return commands.post_reply(actor_id=bob.id, topic_id=topic_id, text="Both", key=key(), files=files)


def files_of(post: Post) -> list[Attachment]:
    return post_shown(post.id).post.attachments


def take_out(person: Person, row: Attachment) -> None:
    commands.leave_out(actor_id=person.id, attachment_id=row.id)


def test_its_author_takes_a_file_out(bob: Person, post: Post) -> None:
    first, second = files_of(post)
    before = post.version
    take_out(bob, first)
    assert [each.id for each in files_of(post)] == [second.id]
    now = db.get(Post, post.id)
    assert (now.attached, now.version) == (1, before + 1)
    assert now.edited_at
    assert [each.id for each in withdrawn_files(post)] == [first.id]
    with storage.store().open(first.stored) as file:
        assert file.read(), "it is kept as an earlier text is"


def test_a_repeat_is_harmless(bob: Person, post: Post) -> None:
    first = files_of(post)[0]
    take_out(bob, first)
    version = db.get(Post, post.id).version
    take_out(bob, first)
    assert (db.get(Post, post.id).version, db.get(Post, post.id).attached) == (version, 1)


def test_nobody_else_does(ann: Person, mallory: Person, bob: Person, post: Post) -> None:
    first = files_of(post)[0]
    with pytest.raises(Forbidden, match="Only its author"):
        take_out(ann, first)
    with pytest.raises(NotFound):
        take_out(mallory, first)
    assert len(files_of(post)) == 2
    take_out(bob, first)
    with pytest.raises(Forbidden):
        take_out(ann, first)
    assert len(files_of(post)) == 1


def test_what_was_released_where_all_is_held_stays(world: World, bob: Person, post: Post) -> None:
    set_policy(world.cohort, Policy.ALL_HELD)
    with pytest.raises(Forbidden):
        take_out(bob, files_of(post)[0])
    set_policy(world.cohort, Policy.OPEN)
    take_out(bob, files_of(post)[0])


def test_what_was_taken_out_is_for_the_author_and_the_moderators(
    world: World, ann: Person, bob: Person, post: Post
) -> None:
    first = files_of(post)[0]
    staff = world.staff
    assert policy.can_open_attachment(policy.load_actor(staff.id), first), "the control"
    take_out(bob, first)
    row = db.get(Attachment, first.id)
    for person, may in ((ann, True), (bob, True), (staff, False)):
        actor = policy.load_actor(person.id)
        seen = db.session.query(Attachment).filter(policy.visible_attachments(actor), Attachment.id == row.id)
        assert policy.can_open_attachment(actor, row) is may
        assert bool(seen.count()) is may
    commands.remove_post(actor_id=bob.id, post_id=post.id)
    row = db.get(Attachment, first.id)
    for person in (ann, bob):
        actor = policy.load_actor(person.id)
        seen = db.session.query(Attachment).filter(policy.visible_attachments(actor), Attachment.id == row.id)
        assert not policy.can_open_attachment(actor, row)
        assert not seen.count()


def test_an_edit_of_the_text_that_was_begun_before_is_told(bob: Person, post: Post) -> None:
    take_out(bob, files_of(post)[0])
    with pytest.raises(Conflict):
        commands.edit_post(actor_id=bob.id, post_id=post.id, text="Other", version=post.version)


def test_one_that_is_posted_at_this_moment(world: World, bob: Person, post: Post, monkeypatch) -> None:
    row, lock = attach(bob, world.cohort), attaching.db.lock

    def late(model: type, row_id: int):
        found = lock(model, row_id)
        if model is Attachment:
            found.post_id = post.id
            db.session.flush()
        return found

    monkeypatch.setattr(attaching.db, "lock", late)
    with pytest.raises(Conflict, match="belongs to a post"):
        take_out(bob, row)


def test_a_page_offers_it_and_lists_what_was_taken_out(
    bob: Person, ann: Person, post: Post, client_for, read: Callable[..., str], listen
) -> None:
    from tests.people import post as send

    hear = listen(ann)
    first, second = files_of(post)
    page = read(bob, f"/posts/{post.id}/edit")
    assert f'formaction="/attachments/{first.id}/removal"' in page
    answer = send(client_for(bob), f"/attachments/{first.id}/removal")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/posts/{post.id}/edit")
    pushed = hear("topic:changed")[-1]["html"]
    assert f"/attachments/{second.id}" in pushed
    assert f"/attachments/{first.id}" not in pushed
    for person in (bob, ann):
        assert f'href="/attachments/{first.id}"' in read(person, f"/posts/{post.id}/revisions")
    assert f"/attachments/{first.id}" not in read(bob, f"/posts/{post.id}/edit")
