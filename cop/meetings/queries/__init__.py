"""What is asked about sets that meet."""
