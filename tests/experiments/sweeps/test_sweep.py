"""Sweeps on disk: killed and taken up again, with runs that break, in any number of processes."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.experiments.sweeps.toy import observe, plan

from handoff_experiments.sweeps import Design, Plan, Uncertainty, ranges, sweep, uncertainties
from handoff_experiments.sweeps.observing import PointResult
from handoff_experiments.sweeps.plan import PointTask
from handoff_experiments.sweeps.sweep import SweepProgress
from handoff_experiments.sweeps.uncertainties import problems_of
from handoff_scenarios import catalogue
from handoff_sim.policy import DocumentError

TOY = observe(lambda x: float(x.sum()), luck=1.0)


def digest(folder: Path) -> dict[str, str]:
    """Hash of every file of a sweep."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_sweep_that_is_cut_goes_on_and_leaves_the_same_bytes(tmp_path: Path) -> None:
    asked = plan(3, Design(n=50), replications=2)

    class Cut(Exception):
        pass

    def cut(at: SweepProgress) -> None:
        if at.done == 47:
            raise Cut

    with pytest.raises(Cut):
        sweep(asked, folder=tmp_path / "cut", workers=1, observe=TOY, on_progress=cut)
    left = []
    again = sweep(asked, folder=tmp_path / "cut", workers=1, observe=TOY, on_progress=left.append)
    assert left[0].done == 40 and again.complete  # two whole parts were there
    sweep(asked, folder=tmp_path / "whole", workers=1, observe=TOY)
    assert digest(tmp_path / "cut") == digest(tmp_path / "whole")


def test_ctrl_c_keeps_the_parts_that_are_whole(tmp_path: Path) -> None:
    def press(at: SweepProgress) -> None:
        if at.done == 30:
            raise KeyboardInterrupt

    found = sweep(plan(2, Design(n=50), replications=1), folder=tmp_path, workers=1, observe=TOY, on_progress=press)
    assert not found.complete and found.points_done == 20 and len(found.worlds()) == 20
    assert set(found.runs(["y"])["point"]) == set(range(20))


SCRIPT = """
import sys, time
from pathlib import Path
from handoff_experiments.sweeps import Design, sweep
from tests.experiments.sweeps.toy import observe, plan
def slowly(task):
    time.sleep(0.01)
    return observe(lambda x: float(x.sum()), luck=1.0)(task)
sweep(plan(2, Design(n=100), replications=1), folder=Path(sys.argv[1]), workers=1, observe=slowly)
"""


@pytest.mark.slow
def test_a_sweep_that_is_killed_goes_on_and_leaves_the_same_bytes(tmp_path: Path, root: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(tmp_path / "killed")], cwd=root)
    parts = tmp_path / "killed" / "failures"
    deadline = time.monotonic() + 60
    while not (parts / "00001.parquet").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    asked = plan(2, Design(n=100), replications=1)
    assert sweep(asked, folder=tmp_path / "killed", workers=1, observe=TOY).complete
    sweep(asked, folder=tmp_path / "whole", workers=1, observe=TOY)
    whole, killed = digest(tmp_path / "whole"), digest(tmp_path / "killed")
    assert {name: killed[name] for name in whole} == whole


def test_a_world_that_breaks_is_reported_and_stops_no_other(tmp_path: Path) -> None:
    def breaks(task: PointTask) -> PointResult:
        if task.point == 3:
            raise RuntimeError("the third world broke")
        return TOY(task)

    found = sweep(plan(2, Design(n=10), replications=1), folder=tmp_path, workers=1, observe=breaks)
    assert found.complete
    failures = found.failures()
    assert set(failures["point"]) == {3} and "the third world broke" in failures["failure"].iloc[0]
    assert sorted(set(found.runs(["y"])["point"])) == [0, 1, 2, *range(4, 10)]


def test_values_that_do_not_fit_together_are_a_failure_of_their_world(tmp_path: Path) -> None:
    crossed = Uncertainty(name="load", sets={"behaviour.u_lo": (1.0, 2.0), "behaviour.u_hi": (2.0, 1.5)})
    asked = Plan(
        base=catalogue.world("workshop"),
        arms=(catalogue.policy("phone_book"), catalogue.policy("directory")),
        uncertainties=(crossed,),
        design=Design(n=4),
        replications=1,
        weeks=30,
    )
    found = sweep(asked, folder=tmp_path, workers=1)
    broken = set(found.failures()["point"])
    assert 0 < len(broken) < 4
    assert found.failures()["failure"].str.contains("more than u_lo").all()


def test_a_horizon_that_ends_before_the_launch_is_refused() -> None:
    with pytest.raises(ValueError, match="weeks: expected more than 26"):
        plan(2, Design(n=4), weeks=26)


def test_a_folder_of_another_sweep_is_refused(tmp_path: Path) -> None:
    sweep(plan(2, Design(n=4), replications=1), folder=tmp_path, workers=1, observe=TOY)
    with pytest.raises(ValueError, match="found parts of"):
        sweep(plan(2, Design(n=5), replications=1), folder=tmp_path, workers=1, observe=TOY)


@pytest.mark.slow
def test_the_model_gives_the_same_bytes_in_one_process_and_in_two(tmp_path: Path) -> None:
    asked = Plan(
        base=catalogue.world("workshop"),
        arms=tuple(catalogue.policy(name) for name in ("phone_book", "enforceable_trust", "frictionless")),
        uncertainties=uncertainties(["demand", "caution", "mandate", "hype"]),
        design=Design(n=4),
        replications=2,
        weeks=60,
        shops=True,
    )
    one = sweep(asked, folder=tmp_path / "one", workers=1)
    two = sweep(asked, folder=tmp_path / "two", workers=2)
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert one.content_hash == two.content_hash and one.failures().empty
    assert len(one.runs()) == 4 * 2 * 3
    assert {"unilateral", "collective"} <= set(one.deals())
    gain = one.differences("S1")["enforceable_trust"]
    assert np.isfinite(gain).all()


def test_the_first_arm_differs_from_itself_by_nothing(tmp_path: Path) -> None:
    twin = catalogue.policy("phone_book").model_copy(update={"name": "phone_book again"})
    asked = Plan(
        base=catalogue.world("workshop"),
        arms=(catalogue.policy("phone_book"), twin),
        uncertainties=uncertainties(["demand", "receiver's share by phone"]),
        design=Design(n=3),
        replications=1,
        weeks=30,
    )
    found = sweep(asked, folder=tmp_path, workers=1)
    events = found.runs(["events_sha256"]).pivot(index="point", columns="arm", values="events_sha256")
    assert (events["phone_book"] == events["phone_book again"]).all()
    assert (found.differences("S1").dropna() == 0).all(axis=None)
    assert events["phone_book"].nunique() == 3


def test_what_is_sampled_of_policies_respects_what_they_say_themselves() -> None:
    asked = Plan(
        base=catalogue.world("workshop"),
        arms=tuple(catalogue.policy(name) for name in ("phone_book", "tools_only", "overflow_lane", "prime_mandate")),
        uncertainties=uncertainties(["mandate"]),
        design=Design(n=16),
        replications=1,
    )
    for number in range(asked.tasks):
        task = asked.task(number)
        phone, tools, lane, prime = (task.policy(arm) for arm in range(4))
        assert phone.entry.mandate == 0 and lane.entry.mandate == 0  # no network; no front door
        assert tools.entry.mandate == pytest.approx(0.8 * float(asked.sample[number, 0]))
        assert prime.entry.mandate == 0.8


def test_whole_numbers_of_a_range_are_equally_likely() -> None:
    ties = uncertainties(["phone partners"])[0]
    values = [ties.values(share)["population.ties"] for share in (np.arange(1100) + 0.5) / 1100]
    assert sorted(set(values)) == list(range(2, 13)) and set(np.bincount(values)[2:]) == {100}


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ({"demand.levle": (0.1, 0.2)}, "demand.level"),
        ({"demand.level": (0.05, 0.2)}, "ends from 0.1 to 2"),
        ({"population.ties": (2.5, 4.0)}, "whole numbers"),
        ({"buyers.mu": (0.2, 0.2)}, "two different ends"),
    ],
)
def test_ranges_that_do_not_fit_are_told(sets: dict[str, tuple[float, float]], said: str) -> None:
    (problem,) = problems_of([Uncertainty(name="x", sets=sets)])
    assert said in f"{problem.expected} {problem.options}"


def test_an_unknown_uncertainty_is_refused_with_the_nearest() -> None:
    with pytest.raises(DocumentError, match="demand"):
        uncertainties(["demnad"])


def test_the_usual_uncertainties_have_sources_and_fit_the_worlds() -> None:
    usual = uncertainties()
    assert len(usual) >= 25 and all(each.source for each in usual)
    for world in catalogue.worlds():
        asked = Plan(
            base=catalogue.world(world),
            arms=(catalogue.policy("phone_book"), catalogue.policy("enforceable_trust")),
            uncertainties=usual,
            design=Design(n=8),
            replications=1,
        )
        for number in range(asked.tasks):
            task = asked.task(number)
            assert task.world.content_hash != asked.base.content_hash
            task.policy(1)


def test_uncertainties_as_a_table_say_every_field_with_its_source() -> None:
    table = ranges(uncertainties())
    assert len(table) == sum(len(each.sets) for each in uncertainties())
    row = table.query("field == 'behaviour.gain_prior'").iloc[0]
    assert (row["uncertainty"], row["low"], row["high"]) == ("hype", 0, 100)
    assert table[["unit", "meaning", "source"]].ne("").all(axis=None)
