"""Texts that several people write in turns: whoever saves second is shown what the first has said (F15)."""

from sqlalchemy.orm import Mapped, mapped_column

from cop.errors import Conflict
from cop.markup import Words

CHANGED = "Somebody changed this while you were writing. Both texts are below."


class SharedText:
    """In Markdown, as a post is. `version` counts what it has said; it is 0 where that is nothing yet."""

    text: Mapped[str] = mapped_column(default="")
    html: Mapped[str] = mapped_column(default="")
    renderer: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)

    def is_unchanged_since(self, seen: int) -> None:
        """Conflict if somebody wrote since its version `seen`."""
        if self.version != seen:
            raise Conflict(CHANGED)

    def say(self, words: Words) -> None:
        """Say `words` from now on."""
        self.text, self.version = words.text, self.version + 1
        self.render_anew(words)

    def render_anew(self, words: Words) -> None:
        """Show `words`, which are its own, as they are rendered by now."""
        self.html, self.renderer = words.html, words.renderer
