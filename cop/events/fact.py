"""What every fact is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a command made true."""
