"""Places in a list by name."""

import pytest

from cop.spaces.queries.places import Place


@pytest.mark.parametrize("place", [Place(7, "Ann Lee"), Place(1, ""), Place(12, "a-b – c")])
def test_are_read_as_they_are_written(place):
    assert Place.read(str(place)) == place


@pytest.mark.parametrize("text", ["", "7", "-1-a", "x-a", "٣-a", f"{2**60}-a", "1-" + "x" * 201])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError):
        Place.read(text)
