"""Making themes of what came back, and putting responses under them."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from cop.db import command, get, lock, session
from cop.errors import Conflict, Invalid, NotFound
from cop.inquiries.commands.locks import kept
from cop.inquiries.commands.quoting import refuse_quotations
from cop.models import Inquiry, InquiryResponse, InquiryTheme, ThemedResponse
from cop.typed import one_line, optional

TITLE_LIMIT, TEXT_LIMIT, MOST = 160, 4_000, 20


@dataclass(frozen=True, slots=True)
class Theme:
    """What a theme says, in words of those who make it."""

    title: str
    text: str = ""

    def tell(self, inquiry: Inquiry, theme: InquiryTheme) -> None:
        """Let `theme` say this. Raises Invalid, also where it quotes somebody who has not said yes to that."""
        theme.title = one_line(self.title, limit=TITLE_LIMIT, field="title", missing="Give it a title.")
        theme.text = optional(self.text, limit=TEXT_LIMIT)
        refuse_quotations(inquiry, theme.title, field="title")
        refuse_quotations(inquiry, theme.text, field="text")


@command
def add_theme(*, actor_id: int, inquiry_id: int, said: Theme) -> InquiryTheme:
    """Another theme. Raises NotFound, Forbidden, Invalid, Conflict."""
    inquiry = kept(actor_id, inquiry_id)
    if len(inquiry.themes) >= MOST:
        raise Conflict(f"An inquiry has at most {MOST} themes. Take one away first.")
    theme = InquiryTheme(inquiry_id=inquiry.id)
    said.tell(inquiry, theme)
    session.add(theme)
    session.flush()
    return theme


@command
def edit_theme(*, actor_id: int, theme_id: int, said: Theme) -> InquiryTheme:
    """Say it anew. Raises NotFound, Forbidden, Invalid."""
    inquiry, theme = _locked(actor_id, theme_id)
    said.tell(inquiry, theme)
    return theme


@command
def drop_theme(*, actor_id: int, theme_id: int) -> Inquiry:
    """Take a theme away; responses that lie under it stay. Raises NotFound, Forbidden."""
    inquiry, theme = _locked(actor_id, theme_id)
    session.execute(sa.delete(ThemedResponse).where(ThemedResponse.theme_id == theme.id))
    session.execute(sa.delete(InquiryTheme).where(InquiryTheme.id == theme.id))
    return inquiry


@command
def put_under(*, actor_id: int, response_id: int, theme_ids: Collection[int]) -> Inquiry:
    """Let a response that was sent lie under these themes of its inquiry, and no others. Raises NotFound, Forbidden,
    Invalid.
    """
    inquiry = kept(actor_id, get(InquiryResponse, response_id).inquiry_id)
    response = lock(InquiryResponse, response_id)
    if response.sent_at is None:
        raise NotFound
    themes = {each.id for each in inquiry.themes}
    if not themes.issuperset(theme_ids):
        raise Invalid("Choose themes of this inquiry.", field="themes")
    lies = (ThemedResponse.theme_id.in_(themes), ThemedResponse.person_id == response.person_id)
    session.execute(sa.delete(ThemedResponse).where(*lies))
    session.add_all(ThemedResponse(theme_id=each, person_id=response.person_id) for each in set(theme_ids))
    return inquiry


def _locked(actor_id: int, theme_id: int) -> tuple[Inquiry, InquiryTheme]:
    inquiry = kept(actor_id, get(InquiryTheme, theme_id).inquiry_id)
    return inquiry, lock(InquiryTheme, theme_id)
