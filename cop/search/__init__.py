"""Finding what was written, and who wrote it: one index on both databases, and the rights of whoever asks within it."""
