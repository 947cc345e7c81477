"""The library as it is listed, and what stands in it."""
