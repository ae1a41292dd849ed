"""E0: bands are facts with a source, a run is read for each of them, and the committed table is the present model's."""

import math
import re
from concurrent.futures import ThreadPoolExecutor
from operator import attrgetter
from pathlib import Path

import pytest

from handoff_experiments.calibration.bands import BANDS, SIGNS, Band
from handoff_experiments.calibration.handles import HANDLES, settings_of, with_handles
from handoff_experiments.calibration.measured import read_measured, write_measured
from handoff_experiments.calibration.observing import observe
from handoff_experiments.calibration.searching import FAR, distance, search
from handoff_experiments.calibration.signs import signs
from handoff_experiments.calibration.table import WORLDS, first_hash, page
from handoff_scenarios import catalogue

TABLE = Path(__file__).parents[2] / "docs" / "calibration.md"
ALL = (*BANDS, *SIGNS)
REQUIRED = {f"SF{n}" for n in range(1, 15)} | {"S1", "S2", "S3", "S4", "S5", "S8", "S12"}


def test_every_fact_has_a_band_with_a_source() -> None:
    assert {band.code.partition(".")[0] for band in ALL} == REQUIRED
    assert len({band.code for band in ALL}) == len(ALL)
    for band in ALL:
        assert band.low < band.high and band.source and band.unit, band.code


def test_a_value_outside_is_as_far_as_widths_of_the_band() -> None:
    band = Band(code="x", title="", unit="", low=0.2, high=0.4, source="")
    assert [band.distance(value) for value in (0.3, 0.2, 0.4)] == [0, 0, 0]
    assert band.distance(0.5) == pytest.approx(0.5) and band.distance(0.1) == pytest.approx(0.5)
    assert band.distance(math.nan) == math.inf and not band.holds(math.nan)


def test_a_run_of_a_small_town_is_read_for_every_band() -> None:
    figures = observe(catalogue.world("workshop"), 3)
    assert set(figures) == {band.code for band in BANDS}
    assert [code for code, value in figures.items() if not math.isfinite(value)] == ["S4"]
    assert 0 < figures["SF10"] < 0.2 and 0 < figures["S12"] < 1 and figures["S8.half"] >= 1


def test_signs_are_read_from_a_network_that_is_used() -> None:
    figures = signs(catalogue.world("workshop"), 3)
    assert set(figures) == {band.code for band in SIGNS}
    assert 0 <= figures["SF7.partial"] <= 1 and 0 < figures["SF13.premium"] < 0.15


def test_the_distance_counts_every_miss_and_none_too_much() -> None:
    inside = {band.code: (band.low + min(band.high, band.low + 1)) / 2 for band in BANDS}
    assert distance(inside) == 0
    assert distance(inside | {"SF1": 9.0}) == FAR + 1
    assert distance(inside | {"SF1": 0.35}) == pytest.approx(1.5)


@pytest.mark.parametrize("name", WORLDS)
def test_the_worlds_keep_every_handle_inside_its_interval(name: str) -> None:
    world = catalogue.world(name)
    for handle in HANDLES:
        path = handle.path.removesuffix(".most")
        value = attrgetter(path)(world)
        value = max(value) if isinstance(value, tuple) else value
        assert handle.low <= value <= handle.high, handle.path


def test_handles_change_the_fields_they_name() -> None:
    values = [handle.at(0.5) for handle in HANDLES]
    world = with_handles(catalogue.world("workshop"), values)
    for path, value in settings_of(values).items():
        found = attrgetter(path)(world)
        assert (list(found) if isinstance(found, tuple) else found) == value, path


def test_a_walk_from_the_best_points_is_never_worse_than_they_are() -> None:
    seen: list[float] = []
    with ThreadPoolExecutor(2) as executor:
        best = search(
            catalogue.world("workshop"), points=4, rounds=2, seeds=(1,), executor=executor,
            on_round=lambda number, trial: seen.append(trial.distance),
        )  # fmt: skip
    assert len(seen) == 3 and seen == sorted(seen, reverse=True) and best.distance == seen[-1]


@pytest.mark.parametrize("name", WORLDS)
def test_the_committed_table_is_of_the_present_worlds_and_the_present_model(name: str) -> None:
    """``make calibration`` rewrites it."""
    world = catalogue.world(name)
    row = re.search(rf"^\| `{name}` \| `(\w+)` \| `(\w+)` \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert row is not None
    assert row.groups() == (world.content_hash[:16], first_hash(world)[:16])


def test_the_committed_table_has_every_band_and_a_reason_for_every_miss() -> None:
    text = TABLE.read_text(encoding="utf-8")
    for band in ALL:
        assert f"| {band.code} |" in text
        line = next(line for line in text.splitlines() if line.startswith(f"| {band.code} |"))
        if "**out**" in line or "not modelled" in line:
            assert f"**{band.code}**" in text and band.why_out, f"{band.code}: out, and nobody says why"


def test_the_committed_table_is_the_page_of_what_is_kept(tmp_path: Path) -> None:
    """``make calibration`` writes both; the ODD protocol reads what is kept."""
    kept = read_measured()
    assert page(kept) == TABLE.read_text(encoding="utf-8")
    write_measured(kept, tmp_path / "measured.json")
    assert page(read_measured(tmp_path / "measured.json")) == page(kept)
