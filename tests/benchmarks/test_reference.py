"""The denominator of the speed figures decides as the engine does, week by week."""

from collections import Counter

import pytest
from measures.bare import new_market, to_quotes
from reference.agreement import differences
from reference.situation import load, new_model

from handoff_scenarios import catalogue
from handoff_sim.market.round import MARKET

LAST = "decide_makers"  # ends the core that the reference has
WEEKS = 20


@pytest.mark.parametrize("seed", [1, 2])
def test_reference_agrees_with_the_engine_on_recorded_weeks(seed: int) -> None:
    phases = {phase.__name__: phase for phase in MARKET}
    market = new_market(
        catalogue.world("workshop"), catalogue.policy("phone_book"), seed=seed, weeks=WEEKS, record_decisions=True
    )
    model = new_model(market)
    compared: Counter[str] = Counter()
    found: list[str] = []
    for week in range(WEEKS):
        market = to_quotes(market, week)
        load(model, market, week)
        model.step()
        for name, phase in phases.items():
            phase(market, week)
            if name == LAST:
                wrong, counts = differences(model, market)
                found += wrong
                compared += counts
    assert found == []
    assert compared["quotes"] > 500 and compared["answers"] > 200 and compared["placements"] > 200


def test_reference_refuses_a_network() -> None:
    market = new_market(catalogue.world("workshop"), catalogue.policy("enforceable_trust"), seed=1, weeks=1)
    with pytest.raises(ValueError, match="expected the phone book"):
        new_model(market)
