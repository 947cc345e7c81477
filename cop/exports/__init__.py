"""Exports: a copy of all that is kept of a person, for that person alone (domain.md C04, AL7; security.md S25)."""
