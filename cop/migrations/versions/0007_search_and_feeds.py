"""What can be found, and feeds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql")
WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KINDS = sa.Enum("post", "message", "person", name="entrykind", native_enum=False, length=32)
MOMENT = sa.DateTime(timezone=True)

TITLE = "substr({row}.words, 1, instr({row}.words, '|') - 1)"
BODY = "substr({row}.words, instr({row}.words, '|') + 1)"
TAKEN = f"INSERT INTO search_fts (rowid, title, body) VALUES (new.id, {TITLE}, {BODY});".format(row="new")  # noqa: S608 - our own words
LEFT = (
    "INSERT INTO search_fts (search_fts, rowid, title, body) "  # noqa: S608 - our own words
    f"VALUES ('delete', old.id, {TITLE}, {BODY});".format(row="old")
)
FTS = (
    # our own stems, parted by spaces: SQLite splits at nothing else
    "CREATE VIRTUAL TABLE search_fts USING fts5(title, body, content='', tokenize='ascii')",
    f"CREATE TRIGGER search_entry_written AFTER INSERT ON search_entry BEGIN {TAKEN} END",
    f"CREATE TRIGGER search_entry_renewed AFTER UPDATE OF words ON search_entry BEGIN {LEFT} {TAKEN} END",
    f"CREATE TRIGGER search_entry_taken AFTER DELETE ON search_entry BEGIN {LEFT} END",
)


def upgrade() -> None:
    _entries()
    _words()
    _feeds()


def _entries() -> None:
    things = ("post", "message", "person")
    op.create_table(
        "search_entry",
        sa.Column("id", ID, autoincrement=False, nullable=False),
        sa.Column("kind", KINDS, nullable=False),
        *(sa.Column(f"{thing}_id", ID, nullable=True) for thing in things),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("version", ID, nullable=False),
        sa.Column("stemmer", ID, nullable=False),
        sa.Column("has_title", sa.Boolean(), nullable=False),
        sa.Column("words", WORDS, nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{thing}_id"], [f"{thing}.id"], name=op.f(f"fk_search_entry_{thing}_id")
            )
            for thing in (*things, "space")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        *(sa.UniqueConstraint(f"{thing}_id", name=op.f(f"uq_search_entry_{thing}_id")) for thing in things),
    )
    op.create_index("ix_search_entry_space", "search_entry", ["space_id", "id"])
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_search_entry_words", "search_entry", ["words"], postgresql_using="gin")
    else:
        for statement in FTS:
            op.execute(statement)


def _words() -> None:
    op.create_table(
        "search_word",
        sa.Column("word", WORD, nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("count", ID, nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    op.create_index(op.f("ix_search_word_stem"), "search_word", ["stem"])
    op.create_table(
        "search_key",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["word"], ["search_word.word"], name=op.f("fk_search_key_word"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", "word", name=op.f("pk_search_key")),
    )
    op.create_index("ix_search_key_word", "search_key", ["word"])
    op.create_table(
        "search_gone",
        sa.Column("id", ID, nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_gone")),
    )
    op.create_table(
        "search_mark",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", ID, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_search_mark")),
    )


def _feeds() -> None:
    op.create_table(
        "feed",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("space_id", ID, nullable=True),
        sa.Column("topic_id", ID, nullable=True),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("(space_id IS NULL) <> (topic_id IS NULL)", name=op.f("ck_feed_of_one")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_person_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_feed_space_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_feed_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_hash")),
    )
    op.create_index(op.f("ix_feed_person_id"), "feed", ["person_id"])


def downgrade() -> None:
    op.drop_table("feed")
    for table in ("search_mark", "search_gone", "search_key", "search_word"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_fts")
    op.drop_table("search_entry")
