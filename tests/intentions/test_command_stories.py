"""Stories of value: their author's alone until they agree, and gone once they agree no more."""

import pytest

from cop import db, policy
from cop.errors import Conflict, Forbidden, Invalid, NotFound
from cop.intentions import commands, queries
from cop.models import AppointmentRole, ValueStory, Way
from cop.policy import load_actor
from tests.accounts.leaver import leave, work_off
from tests.accounts.letterbox import give_password
from tests.intentions.pairs import a_shared
from tests.intentions.test_command_sponsoring import a_sponsor
from tests.moderation.test_command_pieces import report
from tests.people import appoint, key, newcomer, post, words

TITLE, NOTICED = "How a question changed our set-up", "Somebody asked why we wait"


@pytest.fixture
def evaluator(world):
    person = newcomer("evaluator")
    appoint(person, AppointmentRole.EVALUATOR)
    return person


def tell(person, with_key=None, **more):
    told = commands.Told(**{"title": TITLE, "immediate": NOTICED} | more)
    return commands.tell_story(actor_id=person.id, told=told, key=with_key or key())


def publish(story, person, agreed=True):
    return commands.publish_story(actor_id=person.id, story_id=story.id, agreed=agreed)


def evaluate(story, person, agreed=True):
    return commands.allow_evaluation(actor_id=person.id, story_id=story.id, agreed=agreed)


def read(person) -> list[str]:
    return [each.title for each in queries.stories(load_actor(person.id))]


def evaluated(person) -> list[str]:
    return [each.title for each in queries.stories_to_evaluate(load_actor(person.id))]


def test_a_story_is_read_by_others_while_its_author_agrees(world, ann, mallory, client_for):
    story = tell(ann)
    page = f"/stories/{story.id}"
    assert client_for(mallory).get(page).status_code == 404
    publish(story, ann)
    assert read(mallory) == [TITLE]
    assert NOTICED in words(client_for(mallory).get(page))
    publish(story, ann, agreed=False)
    assert read(mallory) == []
    assert client_for(mallory).get(page).status_code == 404
    assert TITLE in words(client_for(ann).get("/stories")), "its author has it still"


def test_ev5_evaluators_read_only_what_its_author_has_agreed_to_for_that(world, ann, evaluator, client_for):
    private, published = tell(ann, title="For evaluators"), tell(ann)
    publish(published, ann)
    evaluate(private, ann)
    assert evaluated(evaluator) == ["For evaluators"], "each is a consent of its own"
    assert read(evaluator) == []
    client = client_for(evaluator)
    page = words(client.get("/stories/for-evaluation"))
    assert "For evaluators" in page
    assert "Ann" not in page.split("<main")[1].split("</main>")[0]
    assert client.get(f"/stories/{published.id}").status_code == 404
    evaluate(private, ann, agreed=False)
    assert evaluated(evaluator) == []
    assert client_for(ann).get("/stories/for-evaluation").status_code == 404


def test_nobody_agrees_for_another(world, ann, bob):
    story = tell(ann)
    for verb in (publish, evaluate):
        with pytest.raises(NotFound):
            verb(story, bob)
    with pytest.raises(NotFound):
        commands.retell_story(actor_id=bob.id, story_id=story.id, told=commands.Told(TITLE, NOTICED))
    with pytest.raises(NotFound):
        commands.remove_story(actor_id=bob.id, story_id=story.id)


def test_who_belongs_nowhere_tells_none(world):
    with pytest.raises(Forbidden):
        tell(a_sponsor(world.ann.organisation_id))


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("title", {"title": " "}),
        ("immediate", {"immediate": ""}),
        ("realised", {"realised": "x" * 2_001}),
        ("topic", {"topic_id": 0}),
        ("intention", {"intention_id": 0}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(world, ann, field, given):
    with pytest.raises(Invalid) as refused:
        tell(ann, **given)
    assert refused.value.field == field


def test_it_leads_to_what_it_began_with_for_who_may_read_that(world, ann, mallory, client_for):
    from tests.moderation import things

    topic = things.open_topic(ann, world.set_a).topic
    intention = a_shared(world)
    story = tell(ann, topic_id=topic.id, intention_id=intention.id, began_at_meeting=True)
    publish(story, ann)
    mine, theirs = (words(client_for(each).get(f"/stories/{story.id}")) for each in (ann, mallory))
    assert f'href="/topics/{topic.id}"' in mine
    assert f'href="/topics/{topic.id}"' not in theirs, "a topic of a set is for those who are in it"
    assert topic.title not in theirs
    for page in (mine, theirs):
        assert "At a meeting of a learning set" in page
        assert f'href="/intentions/{intention.id}"' in page
    with pytest.raises(Invalid):
        tell(mallory, topic_id=topic.id)


def test_c16_a_story_is_reported_and_taken_from_network_and_evaluators(world, ann, mallory, evaluator):
    story = tell(ann)
    publish(story, ann)
    evaluate(story, ann)
    report(mallory, "story", story.id, category="patient")
    assert (read(mallory), evaluated(evaluator)) == ([], [])
    with pytest.raises(Conflict):
        commands.retell_story(actor_id=ann.id, story_id=story.id, told=commands.Told(TITLE, "Otherwise"))


@pytest.mark.parametrize(("way", "left"), [(Way.UNNAMED, [TITLE]), (Way.REMOVED, [])])
def test_what_is_published_stays_as_its_author_leaves_and_the_rest_goes(world, bob, mallory, way, left):
    publish(tell(bob), bob)
    tell(bob, title="Never published")
    give_password(bob)
    leave(bob, way)
    work_off()
    assert read(mallory) == left
    assert [each.person.name for each in db.session.query(ValueStory)] == ["A former member"] * len(left)


def test_from_the_form_to_the_page_and_away(world, ann, mallory, client_for):
    client, form = client_for(ann), {"title": TITLE, "immediate": NOTICED}
    assert client_for(ann).get("/stories/new?topic=1").status_code == 200
    assert post(client, "/stories/new", {"title": "", "key": key()}).status_code == 422
    sent = post(client, "/stories/new", form | {"key": key()})
    here = sent.headers["Location"]
    assert post(client, f"{here}/edit", form | {"applied": "We stopped waiting"}).status_code == 303
    assert post(client, f"{here}/edit", form | {"title": ""}).status_code == 422
    assert "We stopped waiting" in words(client.get(here))
    for door in ("publication", "evaluation", "evaluation/removal"):
        assert post(client, f"{here}/{door}", {}).status_code == 303
    assert client_for(mallory).get(f"{here}/edit").status_code == 403
    assert TITLE in words(client.get(f"{here}/removal"))
    assert post(client, f"{here}/publication/removal", {}).status_code == 303
    assert post(client, f"{here}/removal", {}).status_code == 303
    assert client.get(here).status_code == 404


def test_one_story_is_read_as_all_of_them_are(world, ann, mallory, evaluator):
    """By its author in any case, and by an evaluator once that is agreed to."""
    story = tell(ann)
    assert policy.can_read_story(load_actor(ann.id), story)
    assert not policy.can_read_story(load_actor(mallory.id), story)
    assert not policy.can_read_story_for_evaluation(load_actor(evaluator.id), story)
    evaluate(story, ann)
    story = db.session.query(ValueStory).one()
    assert policy.can_read_story_for_evaluation(load_actor(evaluator.id), story)
    assert not policy.can_read_story_for_evaluation(load_actor(mallory.id), story)
    assert evaluated(mallory) == []
