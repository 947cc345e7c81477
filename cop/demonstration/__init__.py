"""The demonstration: both programmes, with invented people, built through the commands."""
