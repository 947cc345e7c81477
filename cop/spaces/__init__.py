"""Spaces and who belongs to them; the directory; my profile."""
