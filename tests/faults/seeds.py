"""The chance in fault tests: one seed for a run, printed, so that a run can be had again with `--fault-seed`."""

import random

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fault-seed", type=int, default=None, help="Repeat the chances of an earlier run of tests/faults."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Choose once, before workers are started: they are given the same options."""
    if config.option.fault_seed is None:
        config.option.fault_seed = random.SystemRandom().randrange(1_000_000)


def pytest_report_header(config: pytest.Config) -> str:
    return f"fault seed: {config.option.fault_seed}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    outcome = yield
    report = outcome.get_result()
    if report.failed and item.get_closest_marker("faults"):
        report.sections.append(("fault seed", f"repeat with --fault-seed={item.config.option.fault_seed}"))


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The chances of this test, the same whenever it runs with the same seed, alone or among others."""
    return random.Random(f"{request.config.option.fault_seed} {request.node.name}")
