"""The live room of a space."""
