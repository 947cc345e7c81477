"""The verbs of sets that meet."""
