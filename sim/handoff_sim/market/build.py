"""A market at week 0: the drawn population laid out in tables, and the demand no policy can move."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from handoff_sim.codes import Account, Category, ShockKind
from handoff_sim.compiled import compiled
from handoff_sim.market.actor_rows import Buyer, Listing, Machine, Play, Shop, Standing, Station, Tie, Vertical
from handoff_sim.market.columns import Table, array_of, empty_table
from handoff_sim.market.fact_rows import Decision, Entry, Event
from handoff_sim.market.figure_rows import Panel, Tally
from handoff_sim.market.parameters import liability_arrays, parameters_table, terms_table
from handoff_sim.market.routing import METRICS
from handoff_sim.market.rule_rows import Parameters
from handoff_sim.market.tables import (
    EPOCHS,
    KNOWN_SLOTS,
    LIST_SLOTS,
    MEMORY_WEEKS,
    MOST_ROUTED,
    SEATS_BESIDES,
    TIE_SLOTS,
    Counter,
    Market,
)
from handoff_sim.market.work_rows import Evidence, Job, Op, Payment, Quote
from handoff_sim.policy.document import Policy
from handoff_sim.strategies.formulas import PICKED_FROM
from handoff_sim.streams import Bits, Purpose, normal, poisson_quantile, uniform
from handoff_sim.world.document import World
from handoff_sim.world.population import (
    DrawnBuyers,
    DrawnShops,
    draw_buyers,
    draw_lists,
    draw_shops,
    draw_ties,
)

IntArray = npt.NDArray[np.int64]
FIRST_ROWS = 256
NO_PATH = np.full((0, 0), -1, np.int64)


def build_market(
    world: World,
    policy: Policy,
    *,
    seed: int,
    weeks: int,
    record_decisions: bool = False,
    keep_events: bool = False,
    forced: IntArray | None = None,
    order: IntArray | None = None,
) -> Market:
    """Tables of a market before its first week.

    Parameters: ``forced`` [week, shop + buyer] prescribes membership (1 in, 0 out, -1 free); ``order`` lists
    persistent shop keys by row, to relabel shops.
    """
    p = parameters_table(
        world, policy, seed=seed, weeks=weeks, record_decisions=record_decisions, keep_events=keep_events
    )
    p[0].n_shops = world.population.shops
    p[0].n_buyers = world.population.buyers
    key = np.uint64(seed % 2**64)
    drawn = draw_shops(world, key)
    rows = np.arange(drawn.count) if order is None else np.asarray(order)
    buyers = draw_buyers(world, key)
    liability = liability_arrays(world, policy)
    accounts = drawn.count + len(buyers.region) + int(Account.SIZE)
    processes = len(world.population.processes)
    stations, machines = _stations(drawn, rows, int(p[0].machine_min_week))
    by_process, starts = _by_process(drawn, rows, world.population.regions)
    demand = _demand(world, drawn, buyers, key, weeks)
    d = world.demand
    job_rows = FIRST_ROWS + int(demand.sum() * 1.1 / (1.0 - d.repeat_prob))
    stages = d.ops_shares[0] + 2 * d.ops_shares[1] + 3 * d.ops_shares[2]
    op_rows = int(job_rows * stages * (1.0 + d.large_order_share * (d.large_order_lots - 1)))
    market = Market(
        p=p,
        terms=terms_table(world, policy),
        shares=np.ascontiguousarray(liability.shares),
        matrix=np.ascontiguousarray(liability.matrix),
        split=np.ascontiguousarray(liability.split),
        shops=_shops(world, drawn, rows, p[0]),
        by_key=np.argsort(rows, kind="stable").astype(np.int64),
        stations=stations,
        machines=machines,
        ties=_ties(world, drawn, rows, key),
        buyers=_buyers(world, buyers, key),
        listings=_listings(world, drawn, rows, buyers, key),
        known=np.full(len(buyers.region) * KNOWN_SLOTS, -1, np.int64),
        demand=demand,
        jobs=empty_table(Job, job_rows),
        ops=empty_table(Op, op_rows),
        quotes=empty_table(Quote, FIRST_ROWS),
        payments=empty_table(Payment, FIRST_ROWS),
        due_head=np.full(weeks + 1, -1, np.int64),
        due_tail=np.full(weeks + 1, -1, np.int64),
        repeat_head=np.full(weeks + 1, -1, np.int64),
        repeat_count=np.zeros(weeks + 1, np.int64),
        evidence=empty_table(Evidence, FIRST_ROWS),
        standing=empty_table(Standing, drawn.count),
        counterparties=np.full((drawn.count * METRICS, max(1, int(p[0].window))), -1, np.int64),
        counterparty_n=np.zeros(drawn.count * METRICS, np.int64),
        routed_ring=np.zeros((MEMORY_WEEKS, drawn.count * processes), np.int64),
        codes_ring=np.zeros((MEMORY_WEEKS, 2), np.int64),
        tallies=empty_table(Tally, EPOCHS * drawn.count),
        panel=empty_table(Panel, weeks),
        profit_weeks=np.zeros((weeks, drawn.count), np.int64),
        member_weeks=np.zeros((weeks, drawn.count), np.int64),
        buyer_member_weeks=np.zeros((weeks, len(buyers.region)), np.int64),
        worth=np.zeros(accounts, np.int64),
        cash=np.zeros(accounts, np.int64),
        flows=np.zeros((EPOCHS, accounts, len(Category)), np.int64),
        verticals=_verticals(p, drawn),
        process_cdf=_process_shares(world, drawn),
        by_process=by_process,
        by_process_start=starts,
        member_rows=np.zeros(len(by_process) + drawn.count, np.int64),
        member_key=np.zeros(len(by_process) + drawn.count, np.int64),
        member_new=np.zeros(len(by_process) + drawn.count, np.int64),
        member_start=np.zeros(processes + 2, np.int64),
        member_weight=np.zeros((2, len(by_process) + drawn.count)),
        member_top=np.zeros(2),
        routed_process=np.zeros(processes, np.int64),
        reputation=np.full(drawn.count, p[0].a0 / (p[0].a0 + p[0].b0)),
        completions=np.zeros(FIRST_ROWS, np.int64),
        rfqs=np.zeros(FIRST_ROWS, np.int64),
        awards=np.zeros(FIRST_ROWS, np.int64),
        reoffers=np.zeros(FIRST_ROWS, np.int64),
        open_jobs=np.zeros(FIRST_ROWS, np.int64),
        closed_jobs=np.zeros(FIRST_ROWS, np.int64),
        plays=empty_table(Play, drawn.count + len(buyers.region)),
        worths=np.zeros((0, PICKED_FROM)),
        worths_n=np.zeros(drawn.count, np.int64),
        asked_shops=np.zeros(MOST_ROUTED, np.int64),
        seats=np.zeros(drawn.count + len(buyers.region) + SEATS_BESIDES, np.int64),
        forced=NO_PATH if forced is None else np.ascontiguousarray(forced, np.int64),
        events=empty_table(Event, FIRST_ROWS),
        entries=empty_table(Entry, FIRST_ROWS if keep_events else 0),
        decisions=empty_table(Decision, FIRST_ROWS if record_decisions else 0),
        n=_counters(),
    )
    _endow(world, market)
    return _opening_receivables(world, market)


def _counters() -> IntArray:
    n = np.zeros(Counter.SIZE, np.int64)
    n[[Counter.FREE_PAYMENT, Counter.OUTSIDE_HEAD, Counter.OUTSIDE_TAIL]] = -1
    return n


def _shops(world: World, drawn: DrawnShops, rows: IntArray, numbers: Parameters) -> Table[Shop]:
    table = empty_table(Shop, drawn.count)
    shops = array_of(table)
    p = world.population
    machines = drawn.machines[rows].sum(axis=1)
    size = drawn.size[rows]
    values: dict[str, Any] = {
        "key": rows,
        "region": drawn.region[rows],
        "size_class": size,
        "machines": machines,
        "first_process": drawn.first_process[rows],
        "cost_rate": drawn.cost_rate[rows],
        "skill": drawn.skill[rows],
        "time_sd": p.time_sd,
        "estimator_min": np.array(p.estimator_h)[size] * 60,
        "credit": machines * p.credit_per_machine * 100,
        "gamma": drawn.gamma[rows],
        "kappa": drawn.kappa[rows],
        "foresight": p.foresight,
        "autonomy": drawn.autonomy[rows],
        "margin_belief": p.margin_prior,
        "win_direct": p.win_prior_direct,
        "win_network": p.win_prior_network,
        "win_phone": p.win_prior_phone,
        "poach_belief_phone": p.poach_prior,
        "poach_belief_network": p.poach_prior,
        "price_ratio": 1.0,
        "network_job_h": world.demand.hours_mean,
        "gain_mean": numbers.gain_prior + numbers.hype,
        "gain_n": numbers.gain_prior_n + numbers.n_hype,
        "last_network_week": -1,
        "closed_week": -1,
        "left_week": -1,
        "member_since": -1,
        "struck": struck_shops(world, drawn)[rows],
    }
    for name, value in values.items():
        shops[name] = value
    return table


def _stations(drawn: DrawnShops, rows: IntArray, machine_min_week: int) -> tuple[Table[Station], Table[Machine]]:
    machines = drawn.machines[rows].reshape(-1)
    table = empty_table(Station, len(machines))
    stations = array_of(table)
    stations["machines"] = machines
    stations["cap_min"] = machines * machine_min_week
    stations["first_machine"] = np.concatenate([[0], np.cumsum(machines)[:-1]])
    stations["head"] = -1
    stations["tail"] = -1
    stations["outsource_ratio"] = 1.0
    floor = empty_table(Machine, int(machines.sum()))
    array_of(floor)["op"] = -1
    return table, floor


def _by_process(drawn: DrawnShops, rows: IntArray, regions: int) -> tuple[IntArray, IntArray]:
    cells = []
    for process in range(drawn.machines.shape[1]):
        for region in range(regions):
            able = np.flatnonzero((drawn.machines[rows, process] > 0) & (drawn.region[rows] == region))
            cells.append(able)
    starts = np.concatenate([[0], np.cumsum([len(cell) for cell in cells])]).astype(np.int64)
    return np.concatenate(cells).astype(np.int64), starts


def _ties(world: World, drawn: DrawnShops, rows: IntArray, key: np.uint64) -> Table[Tie]:
    table = empty_table(Tie, drawn.count * TIE_SLOTS)
    ties = array_of(table)
    ties["other"] = -1
    ties["touched"] = -1
    row_of = np.empty(drawn.count, np.int64)
    row_of[rows] = np.arange(drawn.count)
    for shop, book in draw_ties(world, drawn, key).items():
        first = row_of[shop] * TIE_SLOTS
        for slot, (other, trust) in enumerate(sorted(book.items())[:TIE_SLOTS]):
            ties[first + slot] = (row_of[other], trust, 1, 0.0, 0, -1)
    return table


def _buyers(world: World, drawn: DrawnBuyers, key: np.uint64) -> Table[Buyer]:
    table = empty_table(Buyer, len(drawn.region))
    rows = array_of(table)
    b = world.buyers
    klass = drawn.klass

    def by_class(values: tuple[float, ...] | tuple[int, ...]) -> npt.NDArray[Any]:
        return np.array(values)[klass]

    values: dict[str, Any] = {
        "key": np.arange(len(klass)),
        "region": drawn.region,
        "klass": klass,
        "large_prime": drawn.large_prime,
        "discipline": by_class(b.discipline),
        "quotes": by_class(b.quotes),
        "mu": b.mu * by_class(b.mu_factor),
        "v_late": b.v_late,
        "v_quality": b.v_quality,
        "v_goodwill": b.v_goodwill,
        "loyalty": b.loyalty,
        "pay_weeks": by_class(b.pay_weeks),
        "default_prob": b.default_prob,
        "late_prob": b.late_prob,
        "late_weeks": b.late_weeks,
        "churn": by_class(b.churn),
        "intent": by_class(b.intent),
        "u_direct": b.channel_prior,
        "u_network": b.channel_prior,
        "join_week": -1,
        "struck": struck_buyers(world, drawn, key),
    }
    for name, value in values.items():
        rows[name] = value
    return table


def _listings(world: World, drawn: DrawnShops, rows: IntArray, buyers: DrawnBuyers, key: np.uint64) -> Table[Listing]:
    table = empty_table(Listing, len(buyers.region) * LIST_SLOTS)
    listings = array_of(table)
    listings["shop"] = -1
    row_of = np.empty(drawn.count, np.int64)
    row_of[rows] = np.arange(drawn.count)
    for buyer, entries in draw_lists(world, drawn, buyers, key).items():
        for slot, (shop, goodwill) in enumerate(sorted(entries.items())[:LIST_SLOTS]):
            listings[buyer * LIST_SLOTS + slot] = (row_of[shop], goodwill, 1)
    return table


def _process_shares(world: World, drawn: DrawnShops) -> npt.NDArray[np.float64]:
    machines = drawn.machines.sum(axis=0).astype(float)
    machines[world.finish] = 0.0
    total = machines.sum()
    return np.cumsum(machines) / (total if total > 0 else 1.0)


def _verticals(p: Table[Any], drawn: DrawnShops) -> Table[Vertical]:
    count = int(p[0].vertical_count)
    table = empty_table(Vertical, max(1, count))
    rows = array_of(table)
    rows["key"] = np.arange(len(rows))
    rows["price_index"] = 1.0
    families = int(p[0].vertical_families)
    able = [process for process in range(drawn.machines.shape[1]) if families >> process & 1]
    lane = int(drawn.machines[:, able].sum()) * int(p[0].machine_min_week)
    rows["cap_min"] = int(lane * float(p[0].vertical_capacity))
    return table


def struck_buyers(world: World, drawn: DrawnBuyers, key: np.uint64) -> npt.NDArray[np.bool_]:
    """Whom a scheduled shock of orders strikes [buyer]: a keyed share of the region's buyers, nested in the share."""
    shock = world.shock
    chosen = np.array([uniform(key, Purpose.SCHEDULED_SHOCK, b, 0, 0) < shock.buyers for b in range(len(drawn.region))])
    here = np.ones(len(drawn.region), np.bool_) if shock.region is None else drawn.region == shock.region
    of_orders = shock.kind not in (ShockKind.NONE, ShockKind.CAPACITY)
    struck: npt.NDArray[np.bool_] = chosen & here & of_orders & (shock.size > 0)
    return struck


def struck_shops(world: World, drawn: DrawnShops) -> npt.NDArray[np.bool_]:
    """Whose machines a scheduled shock strikes, by key [shop]: everybody's in the region."""
    shock = world.shock
    here = np.ones(drawn.count, np.bool_) if shock.region is None else drawn.region == shock.region
    struck: npt.NDArray[np.bool_] = here & (shock.kind == ShockKind.CAPACITY) & (shock.size > 0)
    return struck


def _demand(world: World, drawn: DrawnShops, buyers: DrawnBuyers, key: np.uint64, weeks: int) -> IntArray:
    """New RFQs by week and buyer (D6)."""
    d = world.demand
    machines = drawn.machines.copy()
    machines[:, world.finish] = 0
    capacity = float(machines.sum()) * world.floor.machine_hours_per_week
    share = buyers.weight / buyers.weight.sum()
    intent = float((share * np.array(world.buyers.intent)[buyers.klass]).sum())
    per_job = d.hours_mean * (1.0 + d.large_order_share * (d.large_order_multiple - 1.0))
    mean = d.level * capacity / intent / per_job * new_share(world, weeks)
    means = mean[:, None] * share
    shock = world.shock
    if shock.kind == ShockKind.DEMAND_COLLAPSE:
        means[shock.week : shock.week + shock.weeks, struck_buyers(world, buyers, key)] *= 1.0 - shock.size
    regions = world.population.regions
    counts = np.zeros((weeks, len(share)), np.int64)
    with np.errstate(over="ignore"):
        _draw_demand(key, means, buyers.region, regions, d.shock_sd, d.shock_rho, d.rho_region, counts)
    return counts


def new_share(world: World, weeks: int) -> npt.NDArray[np.float64]:
    """Share of RFQ hours, week by week, that no order of the run has come before (D6).

    In the long run 1 - rho. A part whose last order closed before week 0 is new to the run, so the share falls from
    1 to 1 - rho while the first orders of the run come round again; demand is level from the first week.
    """
    d = world.demand
    first, last = (lag + d.lead_required[0] for lag in d.repeat_lag)
    not_yet = np.clip((last + 1 - np.arange(weeks)) / (last + 1 - first), 0.0, 1.0)
    share: npt.NDArray[np.float64] = 1.0 - d.repeat_prob + d.repeat_prob * not_yet
    return share


@compiled
def _draw_demand(
    seed: Bits, means: np.ndarray, region_of: np.ndarray, regions: int, sd: float, rho: float, common: float,
    counts: np.ndarray,
) -> None:  # fmt: skip
    """Poisson counts whose means follow a log AR(1), part of it common to a region (D7)."""
    weeks, buyers = counts.shape
    shock = np.zeros(buyers)
    region = np.zeros(regions)
    fresh = math.sqrt(1.0 - rho * rho)
    for week in range(weeks):
        for r in range(regions):
            region[r] = normal(seed, Purpose.SHOCK_REGION, r, week, 0)
        for b in range(buyers):
            own = normal(seed, Purpose.SHOCK_BUYER, b, week, 0)
            z = sd * (math.sqrt(common) * region[region_of[b]] + math.sqrt(1.0 - common) * own)
            shock[b] = z if week == 0 else rho * shock[b] + fresh * z
            mean = means[week, b] * math.exp(shock[b] - 0.5 * sd * sd)
            counts[week, b] = poisson_quantile(uniform(seed, Purpose.DEMAND, b, week, 1_000_000), mean)


def _endow(world: World, market: Market) -> None:
    """Starting cash, on the cash basis only: net worth starts at zero."""
    shops = array_of(market.shops)
    start = np.floor(shops["machines"] * world.population.cash_per_machine * 100 + 0.5).astype(np.int64)
    source = len(shops) + market.buyers.size + int(Account.ENDOWMENT)
    market.cash[: len(shops)] += start
    market.cash[source] -= int(start.sum())


def _opening_receivables(world: World, market: Market) -> Market:
    """Revenue of work done before week 0 comes in over the first weeks; a shop in business has such claims."""
    weeks = min(world.population.opening_receivable_weeks, len(market.due_head) - 2)
    shops = array_of(market.shops)
    revenue = world.demand.rate * world.floor.machine_hours_per_week * world.demand.level * 100
    cents = np.floor(shops["machines"] * revenue + 0.5).astype(np.int64)
    table = empty_table(Payment, max(FIRST_ROWS, weeks * len(shops)))
    rows = array_of(table)
    source = len(shops) + market.buyers.size + int(Account.ENDOWMENT)
    for week in range(weeks):
        first = week * len(shops)
        block = rows[first : first + len(shops)]
        block["payer"] = source
        block["payee"] = market.by_key
        block["cents"] = cents[market.by_key]
        block["category"] = Category.ENDOWMENT
        block["job"] = -1
        block["op"] = -1
        block["due_week"] = week
        block["made_week"] = -1
        block["next"] = np.arange(first + 1, first + len(shops) + 1)
        block["next"][-1] = -1
        market.due_head[week] = first
        market.due_tail[week] = first + len(shops) - 1
    market.n[Counter.PAYMENTS] = weeks * len(shops)
    return market._replace(payments=table)
