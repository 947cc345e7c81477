"""How Alembic reaches the database: over the connection it is given, in one transaction."""

from alembic import context

from cop.db import Base, UtcDateTime
from cop.models import Person  # noqa: F401 - with the models the metadata is whole
from cop.schema import is_ours


def _render(kind: str, item: object, _autogenerate: object) -> str | bool:
    """Migrations name plain types: a later change of ours must not change what an old one did."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=_render,
    include_object=is_ours,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
