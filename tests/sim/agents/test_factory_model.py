"""A FactoryModel is a Mesa model: it steps, selects, aggregates and collects, and is the same future as simulate()."""

import gc
import subprocess
import sys
import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from handoff_scenarios import catalogue
from handoff_sim import FactoryModel
from handoff_sim.agents import Buyer, NetworkOperator, Shop, VerticalOperator
from handoff_sim.agents.actor import State
from handoff_sim.agents.mesa_classes import Agent
from handoff_sim.codes import Membership, SizeClass
from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Counter
from handoff_sim.metrics import compute
from handoff_sim.policy import apply_settings
from handoff_sim.run import simulate

WEEKS = 30
WORLD = apply_settings(
    catalogue.world("workshop"), {"behaviour.gain_prior": 60, "clock.launch": 6, "behaviour.gain_prior_n": 50}
)
POLICY = catalogue.policy("enforceable_trust")


@pytest.fixture
def model() -> Iterator[FactoryModel]:
    with FactoryModel(WORLD, POLICY, seed=3, weeks=WEEKS) as fresh:
        yield fresh


@pytest.mark.parametrize("name", ["phone_book", "enforceable_trust", "directory"])
def test_a_stepped_model_is_the_same_future_as_a_simulation(name: str) -> None:
    policy = catalogue.policy(name)
    with FactoryModel(WORLD, policy, seed=2**64 - 1, weeks=WEEKS, agent_reporters={"cash": "cash_dollars"}) as model:
        while model.running:
            model.step()
            model.shops.shuffle_do("state")
            model.agents.map("state")
    assert model.result().events_sha256 == simulate(WORLD, policy, seed=2**64 - 1, weeks=WEEKS).events_sha256


def test_it_steps_a_week_at_a_time_and_stops_at_the_horizon(model: FactoryModel) -> None:
    assert (model.steps, model.week, model.running) == (0, 0, True)
    model.step()
    assert (model.steps, model.week, model.running) == (1, 1, True)
    run = model.run()
    assert (model.steps, model.week, model.running) == (WEEKS, WEEKS, False)
    assert run.weeks == WEEKS and run.events_sha256 == model.result().events_sha256
    with pytest.raises(ValueError, match=f"step: the run of {WEEKS} weeks has ended"):
        model.step()
    assert model.steps == WEEKS


def test_agents_show_what_the_tables_hold(model: FactoryModel) -> None:
    while model.running:
        model.step()
    m = model.market
    shops, buyers = array_of(m.shops), array_of(m.buyers)
    assert [shop.number for shop in model.shops] == list(range(len(shops)))
    assert model.shops.get("cash_dollars") == pytest.approx(m.cash[: len(shops)] / 100)
    assert model.shops.get("machines") == shops["machines"].tolist()
    assert model.shops.get("membership") == [Membership(code) for code in shops["membership"]]
    assert model.shops.get("win_rate_belief") == shops["win_direct"].tolist()
    assert model.shops.get("estimator_hours_week") == pytest.approx(shops["estimator_min"] / 60)
    profit = m.profit_weeks[WEEKS - 13 : WEEKS].sum(axis=0) / 100 / 13 / shops["machines"]
    assert model.shops.get("profit_per_machine_week") == pytest.approx(profit)
    assert model.buyers.get("loyalty") == buyers["loyalty"].tolist()
    assert model.buyers.get("is_member") == (buyers["member"] == 1).tolist()
    first = len(shops)
    assert model.buyers.get("cash_dollars") == pytest.approx(m.cash[first : first + len(buyers)] / 100)
    assert model.operator is not None
    assert model.operator.member_count == len(model.operator.members) == m.n[Counter.MEMBERS] > 0


def test_processes_load_trust_and_goodwill_have_their_words(model: FactoryModel) -> None:
    for _ in range(10):
        model.step()
    shop = max(model.shops, key=lambda shop: shop.load_weeks)
    assert shop.size in SizeClass and 0 <= shop.region < WORLD.population.regions
    assert shop.processes and set(shop.processes) <= set(WORLD.population.processes)
    loads = {process: shop.load_weeks_of(process) for process in WORLD.population.processes}
    assert 0 < shop.load_weeks <= max(loads.values())
    assert all(load == 0 for process, load in loads.items() if process not in shop.processes)
    partner, trust = next(iter(shop.phone_book.items()))
    assert shop.trust_in(model.shop(partner)) == shop.trust_in(partner) == trust > 0
    assert shop.trust_in(shop) == 0
    buyer = model.buyer(0)
    liked, goodwill = next(iter(buyer.approved_list.items()))
    assert buyer.goodwill_for(model.shop(liked)) == goodwill
    stranger = next(s for s in range(len(model.shops)) if s not in buyer.approved_list)
    assert buyer.goodwill_for(stranger) == WORLD.behaviour.off_list
    with pytest.raises(ValueError, match=r"process: expected one of .*; found 'baking'"):
        shop.load_weeks_of("baking")


def test_agents_follow_tables_that_are_replaced_by_larger_ones(model: FactoryModel) -> None:
    """A saved run that is restored stands in new tables; views of the old ones would go stale."""
    shop, before = model.shop(0), model.market
    tables = {name: np.copy(value) for name, value in before._asdict().items()}
    tables = {name: value.view(np.recarray) if value.dtype.names else value for name, value in tables.items()}
    model.simulation.market = type(before)(**tables)
    model.market.cash[0] += 12_345
    model.market.shops[0].machines = 77
    assert shop.cash_dollars == before.cash[0] / 100 + 123.45
    assert shop.machines == 77 != before.shops[0].machines


def test_agent_sets_select_and_aggregate(model: FactoryModel) -> None:
    model.run()
    members = model.agents_by_type[Shop].select(lambda shop: shop.is_member)
    cash = model.market.cash[: len(model.shops)][array_of(model.market.shops)["membership"] == Membership.MEMBER]
    assert 0 < len(members) < len(model.shops)
    assert members.select(lambda s: s.membership == Membership.MEMBER).agg("cash_dollars", np.sum) == pytest.approx(
        cash.sum() / 100
    )
    by_size = model.shops.groupby("size").agg("machines", sum)
    assert sum(by_size.values()) == model.machines
    assert {type(agent) for agent in model.agents} == {Shop, Buyer, NetworkOperator}


def test_only_a_policy_with_a_network_has_an_operator() -> None:
    with FactoryModel(WORLD, catalogue.policy("phone_book"), seed=1, weeks=1) as model:
        assert model.operator is None and model.verticals == ()


def test_vertical_operators_have_a_seat_each() -> None:
    policy = apply_settings(POLICY, {"vertical.count": 2})
    with FactoryModel(WORLD, policy, seed=1, weeks=12) as model:
        model.run()
        assert [operator.number for operator in model.agents_by_type[VerticalOperator]] == [0, 1]
        assert model.verticals[0].capacity_hours_week > 0
        assert model.verticals[1].state()["jobs"] >= 0


def test_state_names_every_attribute_of_an_agent(model: FactoryModel) -> None:
    model.step()
    state = model.shop(2).state()
    assert state["number"] == 2 and {"cash_dollars", "load_weeks", "is_member", "processes"} <= set(state)
    for agent in model.agents:
        assert all(value is not np.ma.masked and not isinstance(value, np.generic) for value in agent.state().values())
        assert all(getattr(type(agent), name).__doc__ for name in agent.state_names())
        assert isinstance(getattr(type(agent), agent.state_names()[0]), State)


def test_the_collector_holds_a_row_for_each_week() -> None:
    extra: dict[str, Any] = {"cash": lambda model: model.shops.agg("cash_dollars", sum)}
    agents = {"cash_dollars": "cash_dollars", "member": lambda agent: getattr(agent, "is_member", None)}
    shops = {Shop: {"load": "load_weeks"}}
    with FactoryModel(
        WORLD, POLICY, seed=3, weeks=WEEKS, model_reporters=extra, agent_reporters=agents, agenttype_reporters=shops
    ) as model:
        run = model.run()
    frame = model.datacollector.get_model_vars_dataframe()
    panel = run.records.panel
    assert len(frame) == WEEKS
    assert frame["week"].tolist() == list(range(1, WEEKS + 1))
    assert frame["members"].tolist() == panel["members"].tolist()
    assert frame["utilisation"].to_numpy() == pytest.approx(panel["produced_min"] / panel["cap_min"])
    assert frame["profit_per_machine_week"].sum() == pytest.approx(
        run.records.profit_weeks.sum() / 100 / model.machines
    )
    assert frame["network_share"].max() > 0 and frame["served_share"].dropna().between(0, 1).all()
    assert frame["cash"].iloc[-1] == pytest.approx(run.records.cash[: len(model.shops)].sum() / 100)
    assert len(model.datacollector.get_agent_vars_dataframe()) == WEEKS * len(model.agents)
    assert len(model.datacollector.get_agenttype_vars_dataframe(Shop)) == WEEKS * len(model.shops)


def test_metrics_read_the_records_of_a_model(model: FactoryModel) -> None:
    model.run()
    assert compute(model.records())["S1"] == compute(model.result().records)["S1"]


def test_a_closed_model_is_freed() -> None:
    model = FactoryModel(WORLD, POLICY, seed=1, weeks=4)
    shop = weakref.ref(model.shop(0))
    ends = weakref.ref(model)
    model.run()
    model.close()
    assert model not in Agent._ids
    assert model.shop(0).cash_dollars == model.market.cash[0] / 100  # still readable
    with pytest.raises(ValueError, match="step: the run is closed"):
        model.step()
    del model
    gc.collect()
    assert ends() is None and shop() is None


def test_importing_the_model_leaves_the_start_method_of_processes_alone() -> None:
    code = (
        "import multiprocessing as mp\n{set}\nbefore = mp.get_start_method(allow_none=True)\n"
        "from handoff_sim import FactoryModel\n"
        "assert mp.get_start_method(allow_none=True) == before, before"
    )
    for line in ("", "mp.set_start_method('forkserver')"):
        subprocess.run([sys.executable, "-c", code.format(set=line)], check=True)


def test_importing_a_part_of_the_model_does_not_import_mesa() -> None:
    code = "import sys, handoff_sim, handoff_sim.policy; assert 'mesa' not in sys.modules; handoff_sim.nothing"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "AttributeError: module 'handoff_sim' has no attribute 'nothing'" in done.stderr


@pytest.mark.parametrize(
    ("world", "policy", "message"),
    [
        ("workshop", POLICY, "world: expected a World document; found 'workshop'; .*catalogue.world\\('workshop'\\)"),
        (WORLD, "directory", "policy: expected a Policy document; found 'directory'; .*catalogue.policy"),
        (WORLD, None, "policy: expected a Policy document; found None$"),
    ],
)
def test_a_name_is_no_document(world: Any, policy: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        FactoryModel(world, policy, seed=1)


def test_a_subclass_may_add_to_what_an_agent_knows() -> None:
    class Named(Shop):
        @State
        def cash_per_machine(self) -> float:
            """Cash per machine, dollars."""
            return self.cash_dollars / self.machines

    with FactoryModel(WORLD, POLICY, seed=1, weeks=2, shop_class=Named) as model:
        assert "cash_per_machine" in model.agents_by_type[Named][0].state()
    with pytest.raises(TypeError, match=r"buyer_class: expected a subclass of Buyer; found .*Shop"):
        FactoryModel(WORLD, POLICY, seed=1, weeks=2, buyer_class=Shop)  # type: ignore[arg-type]


def test_state_is_read_only_and_seats_are_not_removed(model: FactoryModel) -> None:
    with pytest.raises(AttributeError, match=r"Shop\.cash_dollars: the market's tables hold it"):
        model.shop(0).cash_dollars = 5.0
    with pytest.raises(NotImplementedError, match=r"Shop\(0\): a firm leaves the market by the rules"):
        model.shop(0).remove()
    with pytest.raises(ValueError, match="last_week: expected a model that has stepped"):
        _ = model.last_week
