"""Keeping: for how long what is kept, what goes when that is over, and what has to stay all the same."""
