"""What there is of the demonstration, and who."""

import sqlalchemy as sa

from cop import db
from cop.models import Person


def count(*conditions: object, of: type = Person) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(of).where(*conditions)) or 0


def person(account: str) -> Person:
    return db.session.scalars(sa.select(Person).where(Person.email == f"{account}@example.org")).one()
