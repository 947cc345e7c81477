"""Whoever may not open a thing can't tell it from one that is not there, whichever address they try (S7).

Not by the status, not by a word, not by where an address leads: a guard that looks up first and asks afterwards, a way
that is checked where it begins and not where it ends, or an address that somebody forgot, would show here.
"""

import pytest
from flask import Flask
from sqlalchemy.engine import Connection

from tests.authz.stage import Stage, browser, undone
from tests.security import walking
from tests.security.walking import Ids, arguments, knock, settled, without

pytestmark = [pytest.mark.walk, pytest.mark.timeout(600)]


class Stranger:
    """Somebody who knocks, and takes back whatever came of it."""

    def __init__(self, app: Flask, stage: Stage, connection: Connection, standing: str) -> None:
        self.app, self.connection = app, connection
        self.client = browser(app, stage, standing)

    def told(self, door: str, ids: Ids):
        with undone(self.connection):
            path = walking.address(self.app, door, ids)
            return settled(knock(self.client, door, path))


OF_NO_SET = {
    "programme",
    "resource_id",
    "pair",
    "intention_id",
    "relationship_id",
    "indicator_id",
    "value_id",
    "update_id",
    "offer_id",
    "piece_key",
    "impact_id",
    "story_id",
}
"""What stands in no set: programmes, what is in the library, and what is of a pair, whoever that belongs to."""


@pytest.mark.parametrize("standing", ["moderator_around", "moderator_of_network", "staff"])
def test_a_set_is_nothing_to_who_looks_after_what_is_around_it(
    app: Flask, stage: tuple[Stage, Connection], standing: str
) -> None:
    """They moderate much else, so every guard that asks only whether somebody moderates lets them through (S34)."""
    around, connection = stage
    inside = walking.furnish_set(around)
    stranger, asked = Stranger(app, inside, connection, standing), 0
    for door in walking.shut_to("outsider"):
        if OF_NO_SET & set(arguments(door)):
            continue  # they read it as all in the network do, and are told why not they: policy.yaml
        if standing == "staff" and "staff" in walking.who(door):
            continue  # they bring people into a set, and open nothing in it: tests/security/test_ways_back.py
        real = stranger.told(door, inside.ids)
        assert real[0] in {403, 404}, door
        assert real == stranger.told(door, without(inside.ids, *arguments(door))), door
        asked += 1
    assert asked > 60
    assert (
        knock(browser(app, inside, "member"), "GET", f"/topics/{inside.ids['topic_id']}").status_code == 200
    )


def test_a_thing_of_one_space_is_not_reached_by_the_address_of_another(
    app: Flask, stage: tuple[Stage, Connection]
) -> None:
    """Of somebody who may do all of it in the space that they name."""
    set_up, connection = stage
    moderator = Stranger(app, set_up, connection, "moderator_of_another")
    nested = [door for door in walking.doors() if {"slug"} < set(arguments(door)) and "<key>" not in door]
    elsewhere = dict(set_up.ids) | {"slug": set_up.another.slug}
    assert len(nested) > 6
    for door in nested:
        (other,) = set(arguments(door)) - {"slug"}
        real = moderator.told(door, elsewhere)
        assert real[0] == 404, door
        assert real == moderator.told(door, without(elsewhere, other)), door
