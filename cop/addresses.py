"""Addresses that are asked: who on the way could read what is said there."""

from urllib.parse import urlsplit

NEVER = frozenset(" #\\\"'<>")
"""No address has them; a page or a program that reads one would take them for its end."""


def is_loopback(url: str) -> bool:
    """Whether what is asked of `url` stays on this machine."""
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def is_private(url: str) -> bool:
    """Whether nobody on the way reads what is asked of `url`: it is secret, or does not leave this machine."""
    return is_secret(url) or (url.startswith("http://") and _is_whole(url) and is_loopback(url))


def is_secret(url: str) -> bool:
    """Whether `url` is a whole address of HTTPS. One that holds a name and a password is none: it would be shown."""
    return url.startswith("https://") and _is_whole(url)


def is_origin(url: str) -> bool:
    """Whether `url` is a scheme and a host: no name and password, and nothing behind them."""
    return _is_whole(url) and url in {f"{scheme}://{urlsplit(url).netloc}" for scheme in ("http", "https")}


def is_bucket(url: str) -> bool:
    """Whether `url` names a bucket and the keys to it; they travel in clear to this machine alone."""
    parts = urlsplit(url)
    is_unread = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(url))
    return is_unread and bool(parts.hostname and parts.username and parts.password and parts.path.strip("/"))


def is_issuer(url: str) -> bool:
    """Whether `url` can name a provider of identities (OpenID Connect Discovery, section 3)."""
    return is_private(url) and not urlsplit(url).query


def is_scanner(url: str) -> bool:
    """Whether `url` names a daemon of this machine: files travel to it in clear."""
    parts = urlsplit(url)
    is_socket = parts.scheme == "unix" and not parts.netloc and bool(parts.path)
    return is_socket or (parts.scheme == "tcp" and _is_whole(url) and is_loopback(url))


def _is_whole(url: str) -> bool:
    try:
        parts = urlsplit(url)
        has_host = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return (
        has_host and "@" not in parts.netloc and url.isascii() and url.isprintable() and not NEVER & set(url)
    )
