"""Short ways to have something in the library, through the models and through its command."""

from cop import db
from cop.library import commands
from cop.library.commands import Described
from cop.models import AgendaLevel, Person, Resource, ResourceState
from tests.people import key

AT = "https://example.org/guide"


def put_resource(
    person: Person, title: str, *, key: str, state: ResourceState = ResourceState.PUBLISHED
) -> Resource:
    """One in the running command."""
    about = {"person_id": person.id, "level": AgendaLevel.NATIONAL, "address": AT, "key": key, "digest": ""}
    resource = Resource(title=title, state=state, **about)
    db.session.add(resource)
    db.session.flush()
    return resource


def suggest(person: Person, title: str = "A guide", **said: object) -> Resource:
    """What `person` has suggested."""
    about = {"title": title, "address": AT, "level": AgendaLevel.NATIONAL} | said
    return commands.suggest(actor_id=person.id, described=Described(**about), key=key())
