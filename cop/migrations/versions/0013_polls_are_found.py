"""Topics are found by what their polls say: the job that looks through posts makes their entries anew."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

OF_NO_STEMMER = """
UPDATE search_entry SET stemmer = 0 WHERE post_id IN (
    SELECT post.id FROM post JOIN topic ON topic.id = post.topic_id WHERE post.is_opening AND topic.poll_count > 0
)
"""


def upgrade() -> None:
    op.execute(OF_NO_STEMMER)


def downgrade() -> None:
    """What was found by its polls too is found as before once it is next changed."""
