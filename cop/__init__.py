"""The composition root: the only module that knows every part, and makes an application of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from cop.config import Settings

HOME = Path(__file__).resolve().parent
BESIDE = HOME if (HOME / "templates").is_dir() else HOME.parent
"""Where templates and static files stand: inside the package of a wheel, beside it in a checkout."""


def create_app(settings: "Settings | None" = None, *, async_mode: str = "gevent") -> "Flask":
    """The application for `settings` (the environment's by default), ready to serve and to be tested."""
    from cop import config, db, files, jobs, live, reactions, schedule, storage, web
    from cop.accounts.views import proofs
    from cop.models import sign_ins
    from cop.policy import second_steps
    from cop.shell import navigation

    settings = settings or config.from_environment()
    app = web.Synchronous(
        "cop",
        template_folder=str(BESIDE / "templates"),
        static_folder=str(BESIDE / "static" / "dist"),
        static_url_path="/static",
    )
    db.connect(settings.database_url)
    db.react(within=reactions.WITH, after=reactions.AFTER)
    storage.connect(settings)
    files.connect(settings)
    jobs.connect(settings, schedule.BY_THE_CLOCK)
    sign_ins.demand(*second_steps.DEMANDS[settings.second_step])
    web.start(app, settings, rail=navigation.here, prove=proofs.ask)
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)
    live.start(app, settings, async_mode=async_mode)
    _stand_in_line(app, settings)
    return app


def _blueprints() -> list[Any]:
    from cop.accounts import views as accounts
    from cop.chat import sockets  # noqa: F401 - registers its events
    from cop.chat import views as chat
    from cop.exports import views as exports
    from cop.feeds import views as feeds
    from cop.forum import views as forum
    from cop.gatherings import views as gatherings
    from cop.inquiries import views as inquiries
    from cop.intentions import views as intentions
    from cop.keeping import views as keeping
    from cop.library import views as library
    from cop.meetings import sockets as _meetings  # noqa: F401 - registers its events
    from cop.meetings import views as meetings
    from cop.moderation import views as moderation
    from cop.notifications import views as notifications
    from cop.programme import views as programme
    from cop.shell import searching  # noqa: F401 - the shell's page of all features
    from cop.shell import views as shell
    from cop.spaces import views as spaces
    from cop.statements import views as statements

    features = (
        shell, accounts, spaces, forum, chat, moderation, feeds, notifications, statements, keeping, exports,
        programme, intentions, meetings, gatherings, inquiries, library,
    )  # fmt: skip
    return [each.blueprint for each in features]


def _stand_in_line(app: "Flask", settings: "Settings") -> None:
    """The WSGI layers, innermost first; ProxyFix stands outside Socket.IO's, which would bypass it (0.7)."""
    from werkzeug.middleware.proxy_fix import ProxyFix

    from cop import live
    from cop.turns import Turns
    from cop.web import Doorkeeper

    inner, turns = app.wsgi_app, Turns()

    def fair(environ: Any, start_response: Any) -> Any:
        turns.take()
        return inner(environ, start_response)

    layered: Any = Doorkeeper(live.gate(fair), settings)
    if settings.proxies:
        layered = ProxyFix(layered, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
    app.wsgi_app = layered  # type: ignore[method-assign]


def _claim(path: Path) -> Any:
    """Hold `path` while this process lives: two processes on one SQLite file would each miss the other's pushes."""
    import fcntl

    from cop.config import UnsafeSettings

    path.parent.mkdir(parents=True, exist_ok=True)
    claim = path.open("w")
    try:
        fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        claim.close()
        raise UnsafeSettings(
            "Another process serves this database; for two it must be PostgreSQL."
        ) from error
    return claim


def start_background(app: "Flask") -> None:
    """What runs beside a serving process: what looks after its sockets and, without Redis, the job consumer."""
    from cop import jobs, live

    settings = app.config["COP"]
    if settings.is_sqlite:
        app.extensions["claim"] = _claim(settings.var / "serving.lock")
    for beside in (live.sweep_forever, live.watch_door, live.listen_forever):
        live.server().start_background_task(beside)
    live.drain_on_sigterm(has_neighbours=settings.processes > 1)
    if not settings.redis_url:
        jobs.consume()
