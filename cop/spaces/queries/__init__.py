"""Pages of people and spaces, each in few selects whatever their number."""
