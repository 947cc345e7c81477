"""One person of every standing towards one space, and contributions in every state."""

from datetime import timedelta
from itertools import count

from cop import clock, db, policy
from cop.models import (
    Appointment,
    AppointmentRole,
    Membership,
    Message,
    Person,
    Post,
    ProfessionalRole,
    RoleName,
    Space,
    SpaceKind,
    State,
    Topic,
    TopicState,
)
from cop.policy import Actor
from tests.people import add_person, join

STANDINGS = (
    "member", "observer", "facilitator", "moderator", "moderator_of_another", "former", "suspended", "outsider",
    "staff", "steward", "deactivated",
)  # fmt: skip

_keys = count()


class Cast:
    """`people[standing]`, their `actors`, the `space` they stand towards and `another` one."""

    def __init__(self, kind: SpaceKind) -> None:
        self.space = Space(slug=f"stage-{kind}", kind=kind, name="Stage")
        self.another = Space(slug="another", kind=SpaceKind.COHORT, name="Another")
        db.session.add_all([self.space, self.another])
        db.session.flush()
        self.people = {standing: self._enter(standing) for standing in STANDINGS}

    @property
    def actors(self) -> dict[str, Actor]:
        return {standing: policy.load_actor(person.id) for standing, person in self.people.items()}

    def _enter(self, standing: str) -> Person:
        person = add_person(standing)
        match standing:
            case "member" | "observer" | "facilitator" | "moderator":
                join(person, self.space, RoleName(standing))
            case "former":
                join(person, self.space, RoleName.MODERATOR).leave()
            case "suspended":
                join(person, self.space, RoleName.MODERATOR).suspend(clock.now() + timedelta(days=7))
            case "moderator_of_another":
                join(person, self.another, RoleName.MODERATOR)
            case "staff" | "steward":
                db.session.add(Appointment(person_id=person.id, role=AppointmentRole(standing)))
            case "deactivated":
                join(person, self.space, RoleName.MODERATOR)
                person.deactivated_at = clock.now()
        return person

    def topic(self, author: Person, state: TopicState, *, locked: bool = False) -> Topic:
        topic = Topic(title="T", state=state, author_id=author.id, locked_at=clock.now() if locked else None)
        topic.space = self.space
        db.session.add(topic)
        db.session.flush()
        return topic

    def post(self, topic: Topic, author: Person, state: State) -> Post:
        post = Post(author_id=author.id, professional_role=ProfessionalRole.OTHER, **_words(state))
        post.topic = topic
        if state in PLACED:
            topic.posts += 1
            post.position, post.released_at = topic.posts, clock.now()
        db.session.add(post)
        db.session.flush()
        return post

    def message(self, author: Person, state: State) -> Message:
        message = Message(author_id=author.id, **_words(state))
        message.space = self.space
        if state in PLACED:
            message.seq, message.changed = self.space.say()
            message.released_at = clock.now()
        db.session.add(message)
        db.session.flush()
        return message


PLACED = (State.RELEASED, State.HIDDEN, State.REMOVED)


def _words(state: State) -> dict[str, object]:
    return {
        "state": state,
        "key": str(next(_keys)),
        "digest": "",
        "text": "t",
        "html": "<p>t</p>",
        "renderer": 1,
    }


def membership(person: Person, space: Space) -> Membership:
    found = Membership.of(person.id, space.id)
    assert found is not None
    return found
