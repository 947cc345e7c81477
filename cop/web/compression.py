"""Makes pages smaller on their way where no proxy does, and none whose size would tell another site something."""

import gzip

from flask import Flask, Response, request

from cop.config import Settings

OTHER_SITES = ("cross-site", "same-site")
"""Of `Sec-Fetch-Site`: a page that isn't ours has caused the request."""

SHORT = 1_000
"""Bytes that fit into one packet anyway."""

LEVEL = 6
"""Of 1 to 9: a millisecond for a page of 100 kB. A higher one takes half as long again for a hundredth less."""


def start(app: Flask, settings: Settings) -> None:
    """Register first: what is registered first sees a response last."""
    if not settings.proxies:
        app.after_request(_compress)
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    """What another site has asked for is compressed by nobody: it could put words beside the secrets of a page and read
    from the length whether they are the same (BREACH). RFC 9111 5.2.2.6 binds the proxy too.
    """
    if request.headers.get("Sec-Fetch-Site") in OTHER_SITES and not response.cache_control.public:
        response.cache_control.no_transform = True
    return response


def _compress(response: Response) -> Response:
    if not _is_page(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") > 0 and not response.cache_control.no_transform:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _is_page(response: Response) -> bool:
    """HTML as a view has written it: not a file that is passed through."""
    is_whole = not response.is_streamed and not response.direct_passthrough
    return is_whole and response.mimetype == "text/html" and (response.content_length or 0) > SHORT
