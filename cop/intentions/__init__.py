"""Improvement intentions of pairs, and what others make of them."""
