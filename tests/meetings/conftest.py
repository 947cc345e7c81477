"""The set that meets."""

import pytest

from tests.meetings.circle import Circle, gather
from tests.people import World


@pytest.fixture
def circle(world: World) -> Circle:
    return gather(world)
