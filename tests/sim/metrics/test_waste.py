"""The four causes of wasted quoting hours, and that they add up."""

from collections.abc import Mapping
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff_sim.metrics import compute
from handoff_sim.metrics.waste import Waste, shapley, waste, waste_difference

from .build import with_parameters
from .test_shops import quoting_run

WASTES = st.builds(
    Waste,
    quotes_per_rfq=st.floats(1.0, 12.0),
    award_rate=st.floats(0.05, 1.0),
    completeness=st.floats(1.0, 2.0),
    depth=st.floats(0.1, 5.0),
)
BASE = Waste(quotes_per_rfq=4.0, award_rate=0.8, completeness=1.5, depth=1.0)


def test_the_causes_of_a_run_multiply_to_its_wasted_hours() -> None:
    records = with_parameters(quoting_run(), psi=1.0)
    found = waste(records)
    assert found.quotes_per_rfq == pytest.approx(12 / 5)
    assert found.award_rate == pytest.approx(4 / 5)
    assert found.completeness == pytest.approx(1.5)  # completeness .5
    assert found.depth == pytest.approx(1.5 / 1.5)
    assert found.hours_per_award == pytest.approx(compute(records)["S4"], rel=1e-14)


@given(WASTES, WASTES)
def test_parts_add_up_to_the_difference(a: Waste, b: Waste) -> None:
    parts = waste_difference(a, b)
    assert sum(parts.values()) == pytest.approx(b.hours_per_award - a.hours_per_award, abs=1e-9)


@given(WASTES, WASTES)
def test_swapping_the_runs_swaps_the_signs(a: Waste, b: Waste) -> None:
    there, back = waste_difference(a, b), waste_difference(b, a)
    assert there == pytest.approx({cause: -part for cause, part in back.items()}, abs=1e-9)


@pytest.mark.parametrize(
    ("cause", "value"),
    [("quotes_per_rfq", 3.0), ("award_rate", 0.9), ("completeness", 1.0), ("depth", 0.35)],
)
def test_a_single_change_is_blamed_on_itself(cause: str, value: float) -> None:
    after = Waste(**{**asdict(BASE), cause: value})
    parts = waste_difference(BASE, after)
    assert parts[cause] == pytest.approx(after.hours_per_award - BASE.hours_per_award)
    assert all(part == 0 for other, part in parts.items() if other != cause)


def test_shapley_shares_an_interaction_equally() -> None:
    def product(factors: Mapping[str, float]) -> float:
        return factors["x"] * factors["y"]

    assert shapley(product, {"x": 0.0, "y": 0.0}, {"x": 1.0, "y": 1.0}) == {"x": 0.5, "y": 0.5}
