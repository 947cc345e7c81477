"""How much one client, one person, one address and one packet may ask of a process: every number, and its refusal."""

LARGEST_PACKET = 64 * 1024
"""Bytes of one packet from a client, over either transport."""
MOST_PACKETS, MOST_BYTES = 256, 1024 * 1024
"""What may wait for one client before it counts as one that does not read (F8)."""
IN_ONE_POLL = 16
"""Packets in one answer to a poll: as many as the library's own clients take."""
