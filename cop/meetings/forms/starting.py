"""What the ground rules of a set begin with, to be made its own (domain.md 2.1)."""

RULES = """\
What is said here stays here
- What somebody says about their work, and that they said it, leaves the set only with their consent.
- We name no patient, and nobody else who could be recognised by what we tell.
- There are limits, which we know before we begin: a risk of serious harm, a safeguarding or \
patient-safety concern, a crime, a duty to a regulator. Whoever has to act on one says so to the set first, if they can.

Being there
- We start and end on time. Whoever is late comes in quietly and is not brought up to date.
- Whoever can’t come tells the host as early as they can. Twice in a row is worth a word with the set.
- Below the smallest number that we agreed on we do not hold a meeting; we may still talk.

Listening
- One person speaks at a time, and is not interrupted.
- Whoever presents owns the question and what is done about it. We help by asking, and \
keep our advice until we are asked for it.
- Everybody gets air time. Passing is always fine, and so is a silence.

When we meet on line
- Each of us is in a room where nobody else can hear or see.
- Other screens and messages are off.
- We say our name before we speak if we can’t see one another, and take it lightly when two begin at once.
"""
