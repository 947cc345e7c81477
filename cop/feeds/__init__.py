"""Feeds: what is new in a space or a topic, for the reader program of one person."""
