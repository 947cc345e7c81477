"""Everything that happens by the clock, on one screen: (every how many minutes, job)."""

from cop.jobs import Job

BY_THE_CLOCK: tuple[tuple[int, Job], ...] = ()
