"""Inquiries as they are shown: the list of them, one of them, and what came back."""
