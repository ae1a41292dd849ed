"""One small town, lived once, recorded once."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from handoff_experiments.documents import overridden, policy_document, world_document
from handoff_experiments.pool import new_pool
from handoff_experiments.recording import Recording, record
from handoff_sim.run import Run, simulate

SEED, WEEKS = 3, 45
EAGER = ("launch.week=8", "launch.hype=400", "launch.n_hype=50")  # everybody joins at once


class Town:
    """A world and policies in which much happens in few weeks."""

    seed, weeks, eager = SEED, WEEKS, EAGER

    def __init__(self) -> None:
        names = ("enforceable_trust", "phone_book", "directory", "vertical_operator")
        found = overridden(world_document("workshop"), [policy_document(name) for name in names], EAGER)
        self.world: Any = found[0]
        self.trust, self.phone, self.directory, self.vertical = found[1]


@pytest.fixture(scope="session")
def town() -> Town:
    return Town()


@pytest.fixture(scope="session")
def run(town: Town) -> Run:
    """The run that is recorded, made plainly with everything kept."""
    return simulate(town.world, town.trust, seed=SEED, weeks=WEEKS, keep_events=True)


@pytest.fixture(scope="session")
def recording(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    folder = tmp_path_factory.mktemp("recordings") / "one"
    record(town.world, town.trust, SEED, WEEKS, folder)
    return Recording(folder)


@pytest.fixture(scope="session")
def worker() -> Iterator[ProcessPoolExecutor]:
    """One process of the kind that the service works with."""
    with new_pool(1) as pool:
        yield pool


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recordings" / "run"
