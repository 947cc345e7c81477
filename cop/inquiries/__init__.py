"""Inquiries: listening to the network by open questions, and giving back what was heard."""
