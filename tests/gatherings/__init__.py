"""Visits and events: arranging them, having a place at one, and what comes of it."""
