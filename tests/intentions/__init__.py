"""Intentions of pairs."""
