"""Sends what static/build.mjs has made: as small as the browser takes it, to be kept for a year."""

import mimetypes
import re
from pathlib import Path

from flask import Flask, Response, current_app, request, send_from_directory

COMPRESSED = {"br": ".br", "gzip": ".gz"}
"""What a browser may accept → how the file beside it ends, the smallest first."""

FINGERPRINTED = re.compile(r"-[0-9A-Z]{8}\.\w+$")
"""A name that carries a hash of the content: another content has another address, so nobody needs to ask again."""


def start(app: Flask) -> None:
    """Serve the static folder of `app`, in place of what Flask puts there."""
    app.view_functions["static"] = _send


def _send(filename: str) -> Response:
    folder = Path(current_app.static_folder or "")
    encoding = _accepted(folder, filename)
    sent = filename + COMPRESSED.get(encoding, "")
    response = send_from_directory(folder, sent, mimetype=mimetypes.guess_type(filename)[0])
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    if FINGERPRINTED.search(filename):
        response.cache_control.immutable = True
    return response


def _accepted(folder: Path, name: str) -> str:
    """The encoding in which `name` lies in `folder` and is accepted; none is empty."""
    accepted = [each for each in COMPRESSED if request.accept_encodings.quality(each) > 0]
    return next((each for each in accepted if (folder / f"{name}{COMPRESSED[each]}").is_file()), "")
