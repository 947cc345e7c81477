"""The sockets of the chat's tests, for those who attack."""

from tests.chat.conftest import say, socket_for

__all__ = ["say", "socket_for"]
