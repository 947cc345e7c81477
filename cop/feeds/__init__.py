"""Feeds: what is new in a space or a topic, and when something is held, for a program of one person."""
