"""The installation's own look: a logo beside the site's name, and one colour for header and buttons."""

from flask import Flask, Response, abort, send_file

from cop.config import Settings

A_DAY = 24 * 3600


def start(app: Flask, settings: Settings) -> None:
    """Serve the logo at `/logo`, where there is one."""

    def logo() -> Response:
        if settings.logo is None or not settings.logo.is_file():
            abort(404)
        response = send_file(settings.logo.resolve(), max_age=A_DAY)
        response.headers["Content-Disposition"] = "inline"
        return response

    app.add_url_rule("/logo", "logo", logo)
