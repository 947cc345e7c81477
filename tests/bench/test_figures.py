"""The figures of the bench say what was measured."""

from tests.bench.figures import Taken, percentiles, ratios, table


def test_percentiles_are_values_that_were_measured() -> None:
    seconds = [number / 1000 for number in range(200, 0, -1)]

    assert percentiles(seconds) == {"p50_ms": 100, "p95_ms": 190, "p99_ms": 198}
    assert percentiles([0.004]) == {"p50_ms": 4, "p95_ms": 4, "p99_ms": 4}


def test_rounds_are_put_together() -> None:
    one = Taken(times=[0.010], count=10, seconds=1.0, server=0.5, load=0.1, size=70)
    two = Taken(times=[0.030], count=30, seconds=1.0, server=0.7, load=0.1, size=80)

    assert (one + two).figures() == {
        "p50_ms": 10,
        "p95_ms": 30,
        "p99_ms": 30,
        "per_second": 20,
        "server_ms": 30,
        "server_share": 0.6,
        "load_share": 0.1,
        "count": 40,
    }


def test_only_what_can_be_compared_has_a_ratio() -> None:
    product, bare = {"p50_ms": 6.0, "queries": 6, "count": 10}, {"p50_ms": 2.0, "queries": 0, "count": 30}

    assert ratios(product, bare) == {"p50_ms": 3}
    assert "3" in table("A page", {"read": (product, bare)}).splitlines()[4]
