"""The words of polls, and of what is attached, are counted too: those of before are noted, and a job counts them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STEMS = {
    "sqlite": "replace(search_entry.words, '|', ' ')",
    "postgresql": "array_to_string(tsvector_to_array(search_entry.words), ' ')",
}
NOTED = """
INSERT INTO search_gained (entry_id, stems)
SELECT search_entry.id, {stems} FROM search_entry
JOIN post ON post.id = search_entry.post_id JOIN topic ON topic.id = post.topic_id
WHERE post.attached > 0 OR (post.is_opening AND topic.poll_count > 0)
"""


def upgrade() -> None:
    op.create_table(
        "search_gained",
        sa.Column("id", ID, nullable=False),
        sa.Column("entry_id", ID, nullable=False),
        sa.Column("stems", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_gained")),
    )
    op.execute(NOTED.format(stems=STEMS[op.get_bind().dialect.name]))


def downgrade() -> None:
    op.drop_table("search_gained")
