"""Tasks of a cohort, before and between its workshops, and what each of its people writes for one."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cop import clock
from cop.db import Base, Id
from cop.models.people import Person
from cop.models.spaces import Space
from cop.models.states import Sent
from cop.models.workshops import Workshop


class Task(Sent, Base):
    """Something to do by the end of `due_on`, before `workshop` where it is for one. `sequence` is raised by each
    change, as that of a workshop is.
    """

    __tablename__ = "task"

    id: Mapped[Id]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    workshop_id: Mapped[int | None] = mapped_column(ForeignKey("workshop.id"))
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date] = mapped_column(sa.Date)
    key: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    withdrawn_at: Mapped[datetime | None]

    space: Mapped[Space] = relationship()
    workshop: Mapped[Workshop | None] = relationship()

    @property
    def is_past(self) -> bool:
        """Whether its day is over: whoever has not done it is late."""
        return self.due_on < clock.today()

    @property
    def is_over(self) -> bool:
        """Whether the programme of its cohort is: then nobody is asked for it any more, and nobody is late."""
        return self.space.programme is not None and self.space.programme.is_closed

    def turn(self) -> None:
        """State that something of it has changed."""
        self.sequence += 1
        self.changed_at = clock.now()


class TaskResponse(Base):
    """What somebody wrote for a task, and since when it is done. Unless `is_shared` it is read by nobody else: whoever
    looks after the cohort learns that it is done, and no more (domain.md A20, CL3).
    """

    __tablename__ = "task_response"
    __table_args__ = (UniqueConstraint("task_id", "person_id"),)

    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(default="")
    is_shared: Mapped[bool] = mapped_column(default=False)
    done_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)

    task: Mapped[Task] = relationship()
    person: Mapped[Person] = relationship()
