"""The set that meets."""

import pytest

from tests.chat.conftest import socket_for
from tests.meetings.circle import Circle, gather
from tests.people import World

__all__ = ["socket_for"]


@pytest.fixture
def circle(world: World) -> Circle:
    return gather(world)
