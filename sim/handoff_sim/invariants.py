"""The conservation laws of MODEL 7.2, asserted at every week end when a run is asked to check itself."""

from collections import Counter as Tallies
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from handoff_sim.codes import REAL, Account, Category, Channel, DeclineCode, EventKind, JobState, OpState
from handoff_sim.market.columns import array_of
from handoff_sim.market.tables import Counter, Market

IntArray = npt.NDArray[np.int64]
ROUNDING = 1e-9
ESTIMATOR_HOURS = (  # tallies that share out the estimators' hours
    "quote_min", "reorder_min", "admin_min", "packet_min", "audit_min", "dispute_min", "call_min", "switch_min",
    "idle_estimator_min",
)  # fmt: skip


class BrokenLaw(AssertionError):
    """A conservation law that does not hold: the run is worthless from here on."""


@dataclass(frozen=True)
class Before:
    """What must be remembered from the week before."""

    backlog: IntArray
    asked: int  # offers and calls so far
    accepted: int


@dataclass
class Invariants:
    """Checks the laws and counts how often each was checked."""

    counts: dict[str, int] = field(default_factory=lambda: Tallies[str]())

    def before(self, m: Market) -> Before:
        """Remember the state before a week."""
        return Before(array_of(m.stations)["backlog_min"].copy(), *_answers(m))

    def check(self, m: Market, before: Before, week: int) -> None:
        """Assert every law at the end of a week."""
        for law in LAWS:
            problem = law(m, before, week)
            name = law.__name__.strip("_")
            self.counts[name] = self.counts.get(name, 0) + 1
            if problem:
                raise BrokenLaw(f"week {week}: {name}: {problem}")


def _answers(m: Market) -> tuple[int, int]:
    """Offers and calls so far, and how many were accepted."""
    tallies = array_of(m.tallies)
    asked = tallies["offers"].sum() + tallies["phone_asked"].sum()
    return int(asked), int(tallies["offers_accepted"].sum() + tallies["phone_accepted"].sum())


def _money(m: Market, before: Before, week: int) -> str:
    del before, week
    if m.cash.sum() != 0 or m.worth.sum() != 0:
        return f"expected accounts to sum to 0 cents; found cash {m.cash.sum()}, net worth {m.worth.sum()}"
    if m.flows.sum() != 0:
        return f"expected flows to sum to 0 cents; found {m.flows.sum()}"
    if not np.array_equal(m.flows.sum(axis=(0, 2)), m.worth):
        return "expected the flows of every account to sum to its net worth"
    return ""


def _escrow(m: Market, before: Before, week: int) -> str:
    """Escrow holds what open orders and scheduled releases say, and bonds."""
    del before
    p = m.p[0]
    account = p.n_shops + p.n_buyers + int(Account.ESCROW)
    jobs = array_of(m.jobs)[: m.n[Counter.JOBS]]
    ops = array_of(m.ops)[: m.n[Counter.OPS]]
    held = int(jobs["escrowed"].sum() + ops["escrowed"].sum())
    payments = array_of(m.payments)
    for bucket in range(week + 1, len(m.due_head)):
        row = m.due_head[bucket]
        while row >= 0:
            if payments["payer"][row] == account:
                held += int(payments["cents"][row])
            row = payments["next"][row]
    shops = array_of(m.shops)
    members = int((shops["membership"] == 2).sum()) if not p.all_members else 0
    held += members * int(np.floor(p.bond * 100 + 0.5))
    if held != m.cash[account]:
        return f"expected {held} cents in escrow; found {m.cash[account]}"
    return ""


def _machine_hours(m: Market, before: Before, week: int) -> str:
    del week
    s = array_of(m.stations)
    expected = before.backlog + s["accepted_min"] - s["produced_min"] - s["cancelled_min"]
    wrong = np.flatnonzero(expected != s["backlog_min"])
    if len(wrong):
        k = wrong[0]
        return f"station {k}: expected a backlog of {expected[k]} min; found {s['backlog_min'][k]}"
    if (s["backlog_min"] < 0).any() or (s["produced_min"] < 0).any():
        return "expected no negative hours"
    open_shop = np.repeat(array_of(m.shops)["closed_week"] < 0, m.p[0].processes)
    idle = s["cap_min"] - s["produced_min"] - s["down_min"]
    if (idle[open_shop] < 0).any():
        return "expected production and down time within capacity"
    return ""


def _jobs(m: Market, before: Before, week: int) -> str:
    del before, week
    jobs = array_of(m.jobs)[: m.n[Counter.JOBS]]
    state = jobs["state"]
    panel = array_of(m.panel)
    lost = panel["no_intent"].sum() + panel["no_quote"].sum() + panel["too_dear"].sum()
    awards = panel["awards"].sum()
    waiting = int(m.n[Counter.RESOLICIT])
    if panel["rfqs"].sum() != awards + lost or len(jobs) != panel["rfqs"].sum() + waiting:
        return f"expected RFQs = awards + unserved; found {panel['rfqs'].sum()} = {awards} + {lost}"
    closed, live = (state == JobState.CLOSED).sum(), (state == JobState.AWARDED).sum()
    cancelled = (state == JobState.CANCELLED).sum()
    if awards != closed + live + cancelled or live != m.n[Counter.OPEN_JOBS]:
        return f"expected awards = closed + open + cancelled; found {awards} = {closed} + {live} + {cancelled}"
    return ""


def _operations(m: Market, before: Before, week: int) -> str:
    del before, week
    ops = array_of(m.ops)[: m.n[Counter.OPS]]
    jobs = array_of(m.jobs)[: m.n[Counter.JOBS]]
    awarded = np.isin(jobs["state"][ops["job"]], (JobState.AWARDED, JobState.CLOSED))
    settled = ops["state"] == OpState.CLOSED
    made = awarded & (ops["state"] != OpState.WAITING)
    if (ops["maker"][made] == -1).any():
        return "expected every placed operation to have a maker"
    handed = made & (ops["handed_off"] == 1)
    if (ops["maker"][handed] == ops["originator"][handed]).any():
        return "expected originator and receiver of a handoff to differ"
    if not np.isin(ops["channel"][handed], (Channel.PHONE, Channel.NETWORK)).all():
        return "expected a handoff to have one governing channel"
    if (ops["closure"][settled] == 0).any():
        return "expected every closed operation to have a closure code"
    live = (jobs["state"] == JobState.AWARDED)[ops["job"]]
    still = live & ~np.isin(ops["state"], (OpState.CLOSED, OpState.CANCELLED))
    if still.sum() != m.n[Counter.OPEN_OPS]:
        return f"expected {m.n[Counter.OPEN_OPS]} open operations; found {still.sum()}"
    return ""


def _numbers(m: Market, before: Before, week: int) -> str:
    del before, week
    for name in ("shops", "buyers", "ties", "standing"):
        table = array_of(getattr(m, name))
        for column in table.dtype.names or ():
            values = table[column]
            if values.dtype.kind == "f" and not np.isfinite(values).all():
                return f"expected finite numbers in {name}.{column}"
    if (array_of(m.standing)["r"] < 0).any() or (array_of(m.standing)["s"] < 0).any():
        return "expected no negative evidence"
    shops = array_of(m.shops)
    if (shops["estimator_carry"] < 0).any():
        return "expected no negative estimator hours"
    return ""


def _trust(m: Market, before: Before, week: int) -> str:
    del before, week
    ties = array_of(m.ties)
    trust = ties["trust"]
    if ((trust < 0) | (trust > 1)).any() or (ties["open"] < 0).any():
        return "expected trust within 0 to 1 and open handoffs of at least 0"
    goodwill = array_of(m.listings)["goodwill"]
    if ((goodwill < 0) | (goodwill > 1)).any():
        return "expected goodwill within 0 to 1"
    return ""


def _welfare(m: Market, before: Before, week: int) -> str:
    """Only real categories meet nature, so that transfers cancel and both decompositions of welfare agree."""
    del before, week
    nature = m.flows[:, m.p[0].n_shops + m.p[0].n_buyers + int(Account.NATURE)].sum(axis=0)
    wrong = [category.name for category in Category if category not in REAL and nature[category] != 0]
    return f"expected transfers to stay between agents; found {', '.join(wrong)} with nature" if wrong else ""


def _losses(m: Market, before: Before, week: int) -> str:
    """Every NCR is paid by its payers to the cent, and the loss pool pays no more than it has."""
    del before, week
    paid = m.flows[:, m.p[0].n_shops + m.p[0].n_buyers + int(Account.NATURE), Category.NCR].sum()
    lost = array_of(m.panel)["ncr_loss"].sum()
    if paid != lost:
        return f"expected NCRs of {lost} cents to be paid; found {paid}"
    pool = m.cash[m.p[0].n_shops + m.p[0].n_buyers + int(Account.POOL)]
    return f"expected a loss pool of at least 0 cents; found {pool}" if pool < 0 else ""


def _offers(m: Market, before: Before, week: int) -> str:
    """Offers and calls of the week = accepted + declined with a code + expired."""
    events = array_of(m.events)[: m.n[Counter.EVENTS]]
    codes = events["code"][events["kind"] == EventKind.OFFER]
    asked, accepted = _answers(m)
    if len(codes) != asked - before.asked or (codes == 0).sum() != accepted - before.accepted:
        return f"week {week}: expected {asked - before.asked} answers to offers; found {len(codes)}"
    return "" if np.isin(codes, list(DeclineCode)).all() else "expected every decline to have a code"


def _estimator_hours(m: Market, before: Before, week: int) -> str:
    """Hours available = hours used + idle, but for mandatory hours that carry over into next week (D52)."""
    del before
    shops = array_of(m.shops)
    tallies = array_of(m.tallies).reshape(-1, len(shops))
    used = sum(tallies[name].sum(axis=0) for name in ESTIMATOR_HOURS)
    available = shops["estimator_min"] * (week + 1) + shops["estimator_carry"]
    wrong = np.flatnonzero((used != available) & (shops["closed_week"] < 0))
    if not len(wrong):
        return ""
    k = wrong[0]
    return f"shop {k}: expected {available[k]} estimator minutes to be used or idle; found {used[k]}"


def _evidence(m: Market, before: Before, week: int) -> str:
    """A record holds no more evidence than there were events."""
    del before, week
    standing = array_of(m.standing)
    events = m.counterparty_n.reshape(standing["r"].shape)
    if (standing["r"] + standing["s"] > events + ROUNDING).any():
        return "expected at most one unit of evidence per event"
    closed = array_of(m.ops)["state"][: m.n[Counter.OPS]] == OpState.CLOSED
    outcomes = (standing["origin_r"] + standing["origin_s"]).sum(axis=0)
    return "expected originators' evidence from closed operations" if (outcomes > closed.sum() + ROUNDING).any() else ""


LAWS = (
    _money,
    _welfare,
    _losses,
    _escrow,
    _machine_hours,
    _estimator_hours,
    _jobs,
    _operations,
    _offers,
    _evidence,
    _numbers,
    _trust,
)
