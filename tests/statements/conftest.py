"""The sockets of the chat's tests, for those who are asked while a room goes on."""

from tests.chat.conftest import socket_for

__all__ = ["socket_for"]
