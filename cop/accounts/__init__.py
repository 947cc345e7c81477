"""Joining, signing in and out, passwords, letters."""
