"""The scheduled shock: one future until it comes, the same under every policy, and nothing at all where it is none."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.sim.small import policy, run, stepped, world

from handoff_sim.codes import JobState, ShockKind
from handoff_sim.metrics import compute
from handoff_sim.run import Run
from handoff_sim.world.document import World

WEEKS, ONSET, LENGTH = 60, 30, 13
KINDS = ("capacity", "large_orders", "demand_collapse")


def shocked(kind: str, name: str = "default", **settings: Any) -> World:
    settings = {"shock__week": ONSET, "shock__weeks": LENGTH, "shock__size": 0.5, **settings}
    return world(name, clock__weeks=WEEKS, shock__kind=kind, **settings)


def calm(name: str = "default") -> World:
    return world(name, clock__weeks=WEEKS)


def before(one: Run, week: int) -> pd.DataFrame:
    events = one.events()
    early: pd.DataFrame = events[events["week"] < week].reset_index(drop=True)
    return early


def new_parts(one: Run, buyer: int | None = None) -> pd.DataFrame:
    """Jobs that are no repeats and no second RFQs, by key."""
    jobs = pd.DataFrame({name: one.records.jobs[name] for name in ("key", "week", "buyer", "large", "hours", "nth")})
    first = jobs[(jobs["nth"] == 0) & (one.records.jobs["occurrence"] == 0)]
    chosen: pd.DataFrame = first if buyer is None else first[first["buyer"] == buyer]
    return chosen.set_index("key")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust"])
def test_a_shock_of_no_size_is_no_shock(kind: str, name: str) -> None:
    one = run(calm(), policy(name), 2, WEEKS)
    other = run(shocked(kind, shock__size=0.0), policy(name), 2, WEEKS)
    pd.testing.assert_frame_equal(one.events(), other.events())
    assert one.events_sha256 == other.events_sha256


@pytest.mark.parametrize("kind", KINDS[1:])
def test_a_shock_of_orders_that_strikes_no_buyer_is_no_shock(kind: str) -> None:
    one = run(calm(), policy("phone_book"), 2, WEEKS)
    other = run(shocked(kind, shock__buyers=0.0), policy("phone_book"), 2, WEEKS)
    assert one.events_sha256 == other.events_sha256


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_knows_of_a_shock_before_it_comes(kind: str) -> None:
    one = run(calm(), policy("enforceable_trust"), 5, WEEKS)
    other = run(shocked(kind), policy("enforceable_trust"), 5, WEEKS, check=True)
    pd.testing.assert_frame_equal(before(one, ONSET), before(other, ONSET))
    assert one.events_sha256 != other.events_sha256
    told = other.events().query("kind == 'SHOCK'")
    assert set(told["week"]) == {ONSET}
    assert set(told["operation"]) == {ShockKind[kind.upper()]}
    assert set(told["code"]) == {LENGTH}
    struck = other.records.shops if kind == "capacity" else other.records.buyers
    assert len(told) == len(struck) == struck["struck"].sum()


def test_capacity_falls_by_its_share_in_the_struck_region_for_as_long_as_it_lasts() -> None:
    calmly = shocked("capacity", shock__region=1, shock__size=0.3, floor__breakdown_hazard=0, floor__labour_hazard=0)
    one = run(calmly, policy("phone_book"), 3, WEEKS)
    panel, shops = one.records.panel, one.records.shops
    here = shops["machines"][shops["region"] == 1].sum() / shops["machines"].sum()
    lost = panel["down_min"] / panel["cap_min"]
    during = np.zeros(WEEKS, np.bool_)
    during[ONSET : ONSET + LENGTH] = True
    assert lost[during] == pytest.approx(0.3 * here)
    assert (lost[~during] == 0).all()
    assert (shops["struck"] == (shops["region"] == 1)).all()


def test_hours_lost_ahead_are_known_at_onset_and_count_as_load() -> None:
    simulation = stepped_to(shocked("capacity", shock__size=0.3), ONSET + 1)
    stations = simulation.market.stations
    ahead = [(s.lost_ahead_min, s.cap_min) for s in (stations[k] for k in range(stations.size)) if s.machines]
    shares = {round(lost / cap / (0.3 * (LENGTH - 1)), 3) for lost, cap in ahead}
    assert min(shares) == 1.0, "twelve weeks of the shock are left; outages may add to them"


def stepped_to(where: World, week: int) -> Any:
    from handoff_sim.run import Simulation

    simulation = Simulation(where, policy("phone_book"), seed=4, weeks=WEEKS)
    while simulation.week < week:
        simulation.step()
    return simulation


def test_a_wave_makes_ordinary_orders_large_and_leaves_the_rest_as_they_are() -> None:
    one, other = (new_parts(run(where, policy("phone_book"), 3, WEEKS)) for where in (calm(), shocked("large_orders")))
    assert list(one.index) == list(other.index), "the same orders come, at the same time"
    wave = other["week"].between(ONSET, ONSET + LENGTH - 1)
    grown = (other["large"] == 1) & (one["large"] == 0)
    assert not (grown & ~wave).any() and ((one["large"] == 1) <= (other["large"] == 1)).all()
    assert grown[wave].sum() / (one["large"][wave] == 0).sum() == pytest.approx(0.5, abs=0.1)
    assert other["hours"].to_numpy() == pytest.approx((one["hours"] * np.where(grown, 4.0, 1.0)).to_numpy())


def test_a_collapse_takes_orders_from_the_struck_buyers_and_from_nobody_else() -> None:
    one = run(calm(), policy("phone_book"), 3, WEEKS)
    other = run(shocked("demand_collapse", shock__buyers=0.5, shock__region=0), policy("phone_book"), 3, WEEKS)
    struck = other.records.buyers["struck"]
    assert 0 < struck.sum() < (other.records.buyers["region"] == 0).sum()
    assert (other.records.buyers["region"][struck == 1] == 0).all()
    for buyer in range(len(struck)):
        all_of_them, left = set(new_parts(one, buyer).index), set(new_parts(other, buyer).index)
        assert left <= all_of_them if struck[buyer] else left == all_of_them
    fewer = new_parts(other)["week"].between(ONSET, ONSET + LENGTH - 1).sum()
    assert fewer < new_parts(one)["week"].between(ONSET, ONSET + LENGTH - 1).sum()


def test_parts_that_a_collapse_keeps_away_are_due_again_after_another_lag() -> None:
    whole = shocked("demand_collapse", shock__size=1.0, shock__weeks=20)
    jobs = run(whole, policy("phone_book"), 3, WEEKS).records.jobs
    asked = jobs["week"][jobs["occurrence"] == 0]
    assert not ((asked >= ONSET) & (asked < ONSET + 20)).any()
    back = (jobs["nth"] > 0) & (jobs["week"] >= ONSET + 20)
    waited = jobs["week"][back] - jobs["closed_week"][jobs["parent"][back]]
    assert back.any() and (waited > 18).any(), "some came back after more than the longest lag"


def test_a_shock_is_the_same_under_every_policy() -> None:
    one, other = (
        new_parts(run(shocked("large_orders"), policy(name), 6, WEEKS)) for name in ("phone_book", "tools_only")
    )
    pd.testing.assert_frame_equal(one, other)
    phone, tools = (
        run(shocked("demand_collapse", shock__buyers=0.5), policy(name), 6, WEEKS).records.buyers["struck"]
        for name in ("phone_book", "tools_only")
    )
    assert np.array_equal(phone, tools) and 0 < phone.sum() < len(phone)


@pytest.mark.parametrize("kind", KINDS)
def test_both_floors_and_phase_by_phase_live_the_same_shock(kind: str) -> None:
    where, rules = shocked(kind, "workshop"), policy("enforceable_trust")
    hashes = {
        run(where, rules, 8, WEEKS).events_sha256,
        run(where, rules, 8, WEEKS, floor="simpy").events_sha256,
        stepped(where, rules, seed=8, weeks=WEEKS, compiled_round=False).events_sha256,
    }
    assert len(hashes) == 1


def test_resilience_is_service_in_the_shock_over_service_before() -> None:
    one = run(shocked("capacity", shock__size=0.8, clock__launch=8), policy("phone_book"), 3, WEEKS)
    jobs = one.records.jobs
    real = (jobs["intent"] == 1) & (jobs["occurrence"] == 0)
    placed = np.isin(jobs["state"], (JobState.AWARDED, JobState.CLOSED))

    def served(first: int, after: int) -> float:
        asked = real & (jobs["week"] >= first) & (jobs["week"] < after)
        return float(jobs["hours"][asked & placed].sum() / jobs["hours"][asked].sum())

    found = compute(one.records)["R4"]
    assert found == pytest.approx(served(ONSET, ONSET + LENGTH) / served(0, ONSET), rel=0.02)
    assert found < 1.0
    assert np.isnan(compute(run(calm(), policy("phone_book"), 3, WEEKS).records)["R4"])
    assert np.isnan(compute(run(shocked("capacity"), policy("phone_book"), 3, ONSET + 5).records)["R4"])


def test_a_shock_that_is_set_to_nothing_leaves_the_world_its_hash() -> None:
    plain = calm()
    assert world(clock__weeks=WEEKS, shock__size=0.3).content_hash == plain.content_hash
    assert shocked("capacity").content_hash != plain.content_hash
