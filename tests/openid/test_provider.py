"""What a provider publishes is kept for an hour, and asked for anew for a key that we don't know, once a minute."""

from collections.abc import Iterator

import pytest

from cop.openid import Client, Errand, Provider, Refused
from tests.conftest import later
from tests.providers import ANOTHER_RSA, CLIENT, RSA, SECRET, FakeProvider, serving, token

METADATA, KEYS = "/.well-known/openid-configuration", "/jwks"


@pytest.fixture
def fake() -> Iterator[FakeProvider]:
    with serving(FakeProvider()) as fake:
        yield fake


@pytest.fixture
def provider(fake: FakeProvider) -> Provider:
    return Provider(Client(fake.url, CLIENT, SECRET, "http://localhost/return"))


def visit(provider: Provider, fake: FakeProvider, key: object = RSA) -> str:
    errand = Errand.fresh()
    told = fake.told(provider.way(errand))
    code = fake.code_for(told, id_token=token(fake.claims(told, "ann"), key=key))
    return provider.subject(errand, code=code, answered_by=None)


def test_what_it_says_of_itself_is_kept_for_an_hour(provider: Provider, fake: FakeProvider) -> None:
    for seconds in (0, 3599):
        with later(seconds):
            assert visit(provider, fake) == "ann"
    assert (fake.asked.count(METADATA), fake.asked.count(KEYS)) == (1, 1)
    with later(3600):
        assert visit(provider, fake) == "ann"
    assert (fake.asked.count(METADATA), fake.asked.count(KEYS)) == (2, 2)


def test_a_clock_that_steps_back_keeps_nothing_for_longer(provider: Provider, fake: FakeProvider) -> None:
    with later(7200):
        visit(provider, fake)
    visit(provider, fake)
    assert fake.asked.count(METADATA) == 2


def test_a_key_that_was_withdrawn_is_believed_for_an_hour_at_most(
    provider: Provider, fake: FakeProvider
) -> None:
    visit(provider, fake)
    fake.keys = [ANOTHER_RSA.as_dict(private=False)]
    with later(3600), pytest.raises(Refused, match="key"):
        visit(provider, fake)


def test_new_keys_are_asked_for_once_a_minute(provider: Provider, fake: FakeProvider) -> None:
    visit(provider, fake)
    fake.keys.append(ANOTHER_RSA.as_dict(private=False))
    with later(59), pytest.raises(Refused, match="key"):
        visit(provider, fake, ANOTHER_RSA)
    assert fake.asked.count(KEYS) == 1
    with later(60):
        assert visit(provider, fake, ANOTHER_RSA) == "ann"
    assert fake.asked.count(KEYS) == 2


def test_a_key_that_is_there_to_check_signatures_may_say_so(provider: Provider, fake: FakeProvider) -> None:
    fake.keys = [RSA.as_dict(private=False) | {"key_ops": ["verify"]}]
    assert visit(provider, fake) == "ann"


def test_a_provider_that_was_away_is_asked_again(provider: Provider, fake: FakeProvider) -> None:
    truth = fake.metadata.pop("issuer")
    with pytest.raises(Refused):
        visit(provider, fake)
    fake.metadata["issuer"] = truth
    assert visit(provider, fake) == "ann"


@pytest.mark.parametrize(
    "ways", [None, ["client_secret_basic"], ["client_secret_post"], ["private_key_jwt", "client_secret_post"]]
)
def test_we_say_who_we_are_in_a_way_that_it_takes(
    provider: Provider, fake: FakeProvider, ways: list[str] | None
) -> None:
    if ways is not None:
        fake.metadata["token_endpoint_auth_methods_supported"] = ways
    assert visit(provider, fake) == "ann"


def test_a_provider_that_takes_neither_is_told_no_secret(provider: Provider, fake: FakeProvider) -> None:
    fake.metadata["token_endpoint_auth_methods_supported"] = ["private_key_jwt"]
    with pytest.raises(Refused, match="credentials"):
        visit(provider, fake)
    assert "/token" not in fake.asked


def test_a_door_that_asks_for_something_is_asked_that_too(provider: Provider, fake: FakeProvider) -> None:
    fake.metadata["authorization_endpoint"] = f"{fake.url}/authorize?policy=staff"
    address = provider.way(Errand.fresh())
    assert address.startswith(f"{fake.url}/authorize?policy=staff&response_type=code&")


def test_behind_https_every_door_is_https(fake: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is fine on this machine for a provider on this machine is not for one elsewhere: it could ask ours."""
    from cop.openid import asking

    fake.metadata["issuer"] = "https://login.example.org"
    monkeypatch.setattr(asking, "ask", lambda _address: fake.metadata)
    provider = Provider(Client("https://login.example.org", CLIENT, SECRET, "https://localhost/return"))
    with pytest.raises(Refused, match="doors"):
        provider.way(Errand.fresh())
    for door in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        fake.metadata[door] = "https://login.example.org/door"
    assert provider.way(Errand.fresh()).startswith("https://login.example.org/door?")
