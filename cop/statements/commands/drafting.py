"""Writing what is to be published next. A draft may have blanks."""

from cop import policy
from cop.db import command, lock
from cop.errors import Invalid, NotFound
from cop.markup import Words
from cop.models import Person, Statement, StatementKind
from cop.statements.queries import TEXT_LIMIT, strays


def keep_draft(*, actor_id: int, kind: StatementKind, text: str, version: int) -> Statement:
    """Let the draft of `kind` say `text`. `version` is the one that was edited, 0 where there was none. What it says
    already changes nothing, so a repeat is harmless.

    Raises Invalid (`text`), Conflict (somebody wrote meanwhile), NotFound for whoever doesn't run the network.
    """
    words = Words.of(text, limit=TEXT_LIMIT)
    if astray := strays(words):
        raise Invalid(
            f"Not everybody can open {', '.join(astray)}. A page for everybody leads to other sites, to addresses of "
            "e-mail, and to pages of this site that everybody has, such as /help.",
            field="text",
        )
    return _keep_draft(actor_id, kind, words, version=version)


@command
def _keep_draft(actor_id: int, kind: StatementKind, words: Words, *, version: int) -> Statement:
    require_publisher(actor_id)
    statement = Statement.locked(kind)
    if statement.text != words.text:
        statement.is_unchanged_since(version)
        statement.say(words.text, editor_id=actor_id)
    return statement


def require_publisher(actor_id: int) -> Person:
    """Within a command, and before anything else is locked: who publishes, locked. To others there is nothing here."""
    person = lock(Person, actor_id)
    if not policy.can_publish(policy.load_actor(actor_id)):
        raise NotFound
    return person
