"""The bar and the rail of a page are kept by what they show: everybody is shown their own, as it is now."""

from collections.abc import Callable

from flask.testing import FlaskClient

from cop import db
from cop.models import Person, RoleName
from tests.people import World, join

Browser = Callable[[Person | None], FlaskClient]


def home(client: FlaskClient) -> str:
    return client.get("/", buffered=True).get_data(as_text=True)


def test_everybody_is_shown_their_own(ann: Person, bob: Person, mallory: Person, client_for: Browser) -> None:
    clients = [client_for(each) for each in (ann, bob, mallory)]
    for _ in range(2):
        pages = [home(client) for client in clients]
        for person, page in zip((ann, bob, mallory), pages, strict=True):
            assert f'<span class="cop-menu__name">{person.name}</span>' in page
        assert ["Moderation</a>" in page or ">Moderation" in page for page in pages] == [True, False, False]
        assert ['data-space="cohort-1"' in page for page in pages] == [True, True, False]
    assert "cop-menu__name" not in client_for(None).get("/sign-in").get_data(as_text=True)


def test_a_new_name_and_a_new_role_are_shown_at_once(
    world: World, bob: Person, mallory: Person, client_for: Browser
) -> None:
    client, other = client_for(bob), client_for(mallory)
    assert ">Moderation" not in home(client)
    assert 'data-space="cohort-1"' not in home(other)

    @db.command
    def change() -> None:
        db.get(Person, bob.id).name = "Robert"
        join(db.get(Person, mallory.id), world.cohort, RoleName.MODERATOR)

    change()
    assert '<span class="cop-menu__name">Robert</span>' in home(client)
    assert 'data-space="cohort-1"' in home(other)
    assert ">Moderation" in home(other)
