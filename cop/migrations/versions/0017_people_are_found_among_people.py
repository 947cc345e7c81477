"""People are found by an index of their own, however many posts there are."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

NAME = "ix_search_entry_people"


def upgrade() -> None:
    if _is_postgresql():
        of_a_person = sa.text("person_id IS NOT NULL")
        op.create_index(NAME, "search_entry", ["words"], postgresql_using="gin", postgresql_where=of_a_person)


def downgrade() -> None:
    if _is_postgresql():
        op.drop_index(NAME, table_name="search_entry")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
