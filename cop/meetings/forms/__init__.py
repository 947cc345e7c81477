"""Shape and wording of what is typed about sets that meet."""
