"""What must not be served is refused at the start (S46), and the README documents every variable."""

from pathlib import Path

import pytest

from cop import config
from cop.config import Settings, UnsafeSettings, from_environment

SAFE = {
    "COP_SECRET_KEY": "x" * 40,
    "COP_PUBLIC_URL": "https://network.example.org",
    "COP_DATABASE_URL": "postgresql://db/cop",
}

PROVIDER = {
    "COP_OIDC_ISSUER": "https://login.example.org",
    "COP_OIDC_CLIENT_ID": "cop",
    "COP_OIDC_CLIENT_SECRET": "secret",
    "COP_OIDC_NAME": "your account",
}


def test_a_safe_environment_is_taken_as_it_is() -> None:
    settings = from_environment(
        SAFE | {"COP_COLOUR": "#0f4c5c", "PORT": "8000", "COP_PROCESSES": "2", "COP_REDIS_URL": "redis://r"}
    )
    assert (settings.port, settings.processes, settings.is_sqlite) == (8000, 2, False)
    kept = from_environment(SAFE | {"COP_S3_URL": "https://key:secret@files.example.org/bucket/prefix"})
    near = from_environment(SAFE | {"COP_S3_URL": "http://key:secret@127.0.0.1:8333/bucket"})
    assert kept.s3_url
    assert near.s3_url
    assert settings.origin == "https://network.example.org"
    assert settings.is_https


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"COP_SECRET_KEY": "short"}, "COP_SECRET_KEY"),
        ({"COP_SECRET_KEY": ""}, "COP_SECRET_KEY"),
        ({"COP_PUBLIC_URL": "http://network.example.org"}, "https"),
        ({"COP_PUBLIC_URL": "https://network.example.org/path"}, "no path"),
        ({"COP_PUBLIC_URL": "network.example.org"}, "COP_PUBLIC_URL"),
        *(
            ({"COP_PUBLIC_URL": address}, "no path")
            for address in (
                "https://name:password@network.example.org",
                "https://network.example.org#here",
                "https://network.example.org?",
                "https://network.example.org:port",
                "https://network .example.org",
                "https://[::1",
                "https://",
            )
        ),
        ({"COP_DATABASE_URL": "sqlite:///x", "COP_PROCESSES": "2", "COP_REDIS_URL": "redis://r"}, "SQLite"),
        ({"COP_PROCESSES": "2"}, "COP_REDIS_URL"),
        ({"PORT": "many"}, "PORT"),
        ({"COP_COLOUR": "teal"}, "COP_COLOUR"),
        ({"COP_COLOUR": "#88ccee"}, "COP_COLOUR"),
        ({"COP_FANOUT": "fast"}, "COP_FANOUT"),
        ({"COP_SECOND_STEP": "maybe"}, "COP_SECOND_STEP"),
        ({"COP_S3_URL": "http://key:secret@files.example.org/bucket"}, "COP_S3_URL"),
        ({"COP_S3_URL": "https://files.example.org/bucket"}, "COP_S3_URL"),
        ({"COP_S3_URL": "https://key:secret@files.example.org/"}, "COP_S3_URL"),
        ({"COP_CLAMAV_URL": "tcp://scanner.example.org:3310"}, "COP_CLAMAV_URL"),
        ({"COP_CLAMAV_URL": "http://127.0.0.1:3310"}, "COP_CLAMAV_URL"),
        ({"COP_CLAMAV_URL": "tcp://127.0.0.1:port"}, "COP_CLAMAV_URL"),
        ({"COP_ATTACHMENT_MB": "0"}, "COP_ATTACHMENT_MB"),
        ({"COP_ATTACHMENT_MB": "101"}, "COP_ATTACHMENT_MB"),
        ({"COP_QUOTA_PERSON_MB": "much"}, "COP_QUOTA_PERSON_MB"),
        ({"COP_LOGO": "/no/such/file.svg"}, "COP_LOGO"),
        *(({name: ""}, "set all or none") for name in PROVIDER),
        *(
            ({"COP_OIDC_ISSUER": issuer}, "COP_OIDC_ISSUER must be")
            for issuer in (
                "http://login.example.org",
                "login.example.org",
                "https://",
                "https://login.example.org/?tenant=1",
                "https://login.example.org/#here",
                "https://name:password@login.example.org",
                "https://login.example.org:port",
                "https://login.example.org/a b",
                "http://localhost.example.org",
                "file:///etc/passwd",
            )
        ),
    ],
)
def test_an_unsafe_environment_is_refused_in_words(change: dict[str, str], word: str) -> None:
    assert from_environment(SAFE | PROVIDER)
    with pytest.raises(UnsafeSettings, match=word):
        from_environment(SAFE | PROVIDER | change)


@pytest.mark.parametrize(
    "issuer",
    [
        "https://login.example.org/tenant/v2.0",
        "https://login.example.org/",
        "http://127.0.0.1:8080/realms/one",
        "http://[::1]:8080",
    ],
)
def test_a_provider_is_called_as_it_calls_itself(issuer: str) -> None:
    assert from_environment(SAFE | PROVIDER | {"COP_OIDC_ISSUER": issuer}).oidc_issuer == issuer
    assert from_environment(SAFE).oidc_issuer == "", "there need not be one"


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://network.example.org", "network.example.org"),
        ("http://localhost:5000", "localhost"),
        ("http://127.0.0.1:5000", ""),
        ("http://[::1]:5000", ""),
    ],
)
def test_passkeys_are_for_a_host_that_has_a_name(address: str, host: str) -> None:
    assert from_environment(SAFE | {"COP_PUBLIC_URL": address}).passkeys_of == host


def test_on_loopback_a_key_of_its_own_is_kept_in_a_file(tmp_path: Path) -> None:
    environment = {"COP_UPLOADS": str(tmp_path / "var" / "uploads")}
    first = from_environment(environment)
    assert first.secret_key == from_environment(environment).secret_key
    assert (tmp_path / "var" / "secret-key").stat().st_mode & 0o077 == 0


def test_every_field_can_be_set_from_the_environment() -> None:
    assert set(config.VARIABLES.values()) == set(Settings.__dataclass_fields__)


def test_the_readme_documents_every_variable() -> None:
    readme = (config.ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in config.VARIABLES if f"| `{name}` |" not in readme]
    assert not missing
