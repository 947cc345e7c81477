"""The library: what members of the network find worth reading, by level and by tag."""
