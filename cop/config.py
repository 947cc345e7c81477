"""The environment, read once into frozen settings. What is unsafe to run is refused here (S46)."""

import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from cop.addresses import is_bucket, is_issuer, is_loopback, is_origin, is_scanner

MINIMUM_SECRET = 32
"""Characters that COP_SECRET_KEY needs at least; `python -m secrets` style tokens have more."""

MOST_MB = 100
"""Megabytes of the largest file that can be allowed: what is told by its content is looked through in memory."""

ROOT = Path(__file__).resolve().parent.parent


class UnsafeSettings(Exception):
    """The environment asks for something that must not be served."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that may differ between two installations. The README's table documents each field."""

    database_url: str
    secret_key: str
    public_url: str
    redis_url: str | None = None
    smtp_url: str | None = None
    uploads: Path = ROOT / "var" / "uploads"
    s3_url: str | None = None
    clamav_url: str | None = None
    attachment_mb: int = 20
    person_mb: int = 500
    space_mb: int = 5_000
    port: int = 5000
    bind: str = "127.0.0.1"
    processes: int = 1
    proxies: int = 0
    fanout: str = "direct"
    second_step: str = "offered"
    site_name: str = "Community of Practice"
    contact: str = ""
    colour: str = ""
    logo: Path | None = None
    mail_from: str = "no-reply@example.org"
    log_level: str = "INFO"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""

    @property
    def origin(self) -> str:
        """Scheme, host and port of the public address: the one allowed `Origin`."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def passkeys_of(self) -> str:
        """The host that passkeys are for; empty where it is a number, for which browsers make none (WebAuthn 5.1.2)."""
        host = urlsplit(self.public_url).hostname or ""
        return "" if re.fullmatch(r"[\d.]+|.*:.*", host) else host

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def var(self) -> Path:
        """Where this installation keeps its files: queue, written mail."""
        return self.uploads.parent


VARIABLES = {
    "COP_DATABASE_URL": "database_url",
    "COP_REDIS_URL": "redis_url",
    "COP_SECRET_KEY": "secret_key",
    "COP_PUBLIC_URL": "public_url",
    "COP_SMTP_URL": "smtp_url",
    "COP_UPLOADS": "uploads",
    "COP_S3_URL": "s3_url",
    "COP_CLAMAV_URL": "clamav_url",
    "COP_ATTACHMENT_MB": "attachment_mb",
    "COP_QUOTA_PERSON_MB": "person_mb",
    "COP_QUOTA_SPACE_MB": "space_mb",
    "PORT": "port",
    "COP_BIND": "bind",
    "COP_PROCESSES": "processes",
    "COP_PROXIES": "proxies",
    "COP_FANOUT": "fanout",
    "COP_SECOND_STEP": "second_step",
    "COP_SITE_NAME": "site_name",
    "COP_CONTACT": "contact",
    "COP_COLOUR": "colour",
    "COP_LOGO": "logo",
    "COP_MAIL_FROM": "mail_from",
    "COP_LOG_LEVEL": "log_level",
    "COP_OIDC_ISSUER": "oidc_issuer",
    "COP_OIDC_CLIENT_ID": "oidc_client_id",
    "COP_OIDC_CLIENT_SECRET": "oidc_client_secret",
    "COP_OIDC_NAME": "oidc_name",
}
"""Environment variable -> field of Settings. A test holds the README's table against it."""


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings; raises UnsafeSettings with a sentence that says what to do."""
    given = {field: environ[name] for name, field in VARIABLES.items() if environ.get(name)}
    port = _whole("PORT", given.pop("port", "5000"))
    settings = Settings(
        database_url=given.pop("database_url", f"sqlite:///{ROOT / 'var' / 'cop.sqlite'}"),
        secret_key=given.pop("secret_key", ""),
        public_url=given.pop("public_url", f"http://127.0.0.1:{port}").rstrip("/"),
        uploads=Path(given.pop("uploads", str(ROOT / "var" / "uploads"))),
        port=port,
        processes=_whole("COP_PROCESSES", given.pop("processes", "1")),
        logo=Path(given.pop("logo")) if "logo" in given else None,
        attachment_mb=_whole("COP_ATTACHMENT_MB", given.pop("attachment_mb", "20")),
        person_mb=_whole("COP_QUOTA_PERSON_MB", given.pop("person_mb", "500")),
        space_mb=_whole("COP_QUOTA_SPACE_MB", given.pop("space_mb", "5000")),
        proxies=_whole("COP_PROXIES", given.pop("proxies", "0")),
        **given,
    )
    return _with_local_secret(check(settings) if settings.secret_key else settings)


def check(settings: Settings) -> Settings:
    """The same settings, or UnsafeSettings if they must not be served."""
    for is_so, sentence in UNSAFE:
        if is_so(settings):
            raise UnsafeSettings(sentence)
    return settings


UNSAFE: tuple[tuple[Callable[[Settings], bool], str], ...] = (
    (
        lambda given: len(given.secret_key) < MINIMUM_SECRET,
        f"COP_SECRET_KEY needs {MINIMUM_SECRET} characters or more.",
    ),
    (
        lambda given: not is_origin(given.public_url),
        "COP_PUBLIC_URL must be https://host or http://host:port, no path.",
    ),
    (
        lambda given: not given.is_https and not is_loopback(given.public_url),
        "COP_PUBLIC_URL must start with https://.",
    ),
    (
        lambda given: given.is_sqlite and given.processes > 1,
        "SQLite serves one process: set COP_DATABASE_URL to PostgreSQL.",
    ),
    (
        lambda given: bool(given.colour) and not _carries_white(given.colour),
        "COP_COLOUR must be #rrggbb, dark under white.",
    ),
    (
        lambda given: given.fanout not in {"direct", "library"},
        "COP_FANOUT must be direct or library.",
    ),
    (
        lambda given: given.second_step not in {"offered", "required"},
        "COP_SECOND_STEP must be offered or required.",
    ),
    (lambda given: given.logo is not None and not given.logo.is_file(), "COP_LOGO names no file."),
    (
        lambda given: given.s3_url is not None and not is_bucket(given.s3_url),
        "COP_S3_URL must be https://key:secret@host/bucket.",
    ),
    (
        lambda given: given.clamav_url is not None and not is_scanner(given.clamav_url),
        "COP_CLAMAV_URL must be unix:///path or tcp://127.0.0.1:port.",
    ),
    (
        lambda given: not 0 < given.attachment_mb <= MOST_MB,
        f"COP_ATTACHMENT_MB must be from 1 to {MOST_MB}.",
    ),
    (
        lambda given: given.processes > 1 and not given.redis_url,
        "More than one process needs COP_REDIS_URL.",
    ),
    (
        lambda given: len({bool(each) for each in _of_provider(given)}) > 1,
        "COP_OIDC_ISSUER, COP_OIDC_CLIENT_ID, COP_OIDC_CLIENT_SECRET and COP_OIDC_NAME: set all or none.",
    ),
    (
        lambda given: bool(given.oidc_issuer) and not is_issuer(given.oidc_issuer),
        "COP_OIDC_ISSUER must be https://host/path, as its provider writes it, without ? and #.",
    ),
)
"""What must not be served, and the sentence that says what to do."""


def _with_local_secret(settings: Settings) -> Settings:
    """Without COP_SECRET_KEY a server on loopback keeps a key of its own in a file; others are refused."""
    if settings.secret_key:
        return settings
    if not is_loopback(settings.public_url):
        raise UnsafeSettings("Set COP_SECRET_KEY to a random text of 32 characters or more.")
    return check(replace(settings, secret_key=_local_secret(settings.var / "secret-key")))


def _local_secret(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


def _whole(name: str, text: str) -> int:
    if not text.isdecimal():
        raise UnsafeSettings(f"{name} must be a whole number, not {text!r}.")
    return int(text)


def _of_provider(settings: Settings) -> tuple[str, ...]:
    return (
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret,
        settings.oidc_name,
    )


def _carries_white(colour: str) -> bool:
    """Whether white text on `colour` has a contrast of 4.5:1 or more (WCAG 1.4.3)."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return False
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) >= 4.5


def _linear(channel: float) -> float:
    """An sRGB channel as light (WCAG's relative luminance)."""
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
