"""Sets: what they have agreed on, and how they live and meet."""
