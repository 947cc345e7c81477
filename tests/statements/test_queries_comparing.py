"""What has changed is shown with a little of what stands around it."""

from cop.statements.queries import changes

LONG = "\n\n".join(f"Paragraph {number} says what it has said before." for number in range(60))


def shown(before: str, after: str) -> str:
    return "".join(
        f"<{each.text}>" if each.change.value != "same" else each.text for each in changes(before, after)
    )


def test_short_texts_are_shown_whole():
    assert shown("No selling.", "No selling at all.") == "No selling< at all>."


def test_of_long_ones_what_stands_around_a_change():
    text = shown(f"{LONG}\n\nNo selling.\n\n{LONG}", f"{LONG}\n\nNo selling at all.\n\n{LONG}")
    assert len(text) < 500
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "59 says what it has said before.\n\nNo selling< at all>.\n\nParagraph 0 says" in text


def test_between_two_changes_both_sides_are_kept():
    text = shown(f"One. {LONG} two", f"Once. {LONG} twice")
    assert text.startswith("<One><Once>. Paragraph 0 says")
    assert " …\n\n… " in text
    assert text.endswith("before. <two><twice>")
