"""An ended sign-in loses its sockets at once."""

from flask import Flask

from cop import live
from cop.accounts import commands, queries
from cop.models import Person
from tests.people import csrf_token, signed_in


def test_ending_a_sign_in_ends_its_sockets_and_no_others(app: Flask, ann: Person, bob: Person) -> None:
    sockets = []
    for person in (ann, bob):
        browser = signed_in(app, person)
        auth = {"csrf": csrf_token(browser)}
        sockets.append(live.server().test_client(app, flask_test_client=browser, auth=auth))
    anns, bobs = sockets
    assert anns.is_connected()
    commands.end_sign_in(actor_id=ann.id, sign_in_id=queries.sign_ins_of(ann.id)[0].id)
    assert not anns.is_connected()
    assert bobs.is_connected()
    bobs.disconnect()
