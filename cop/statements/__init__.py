"""Statements: what whoever runs this place publishes, and everybody else reads and accepts."""
