"""Asking seats: from a decision on the table to a hook's answer beside it, and what is said when the hook fails."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from handoff_sim.agents.actor import Actor, Hook, overridden_hooks
from handoff_sim.agents.buyer import Buyer
from handoff_sim.agents.buyer_cases import AwardCase, Bid
from handoff_sim.agents.cases import Case, Recorded, Situation, WrongAnswer
from handoff_sim.agents.operator_cases import RoutingCase
from handoff_sim.agents.operators import NetworkOperator, VerticalOperator
from handoff_sim.codes import NoBid
from handoff_sim.ledger.decisions import TERM_NAMES
from handoff_sim.market.asking import buyer_seat, operator_seat, vertical_seat
from handoff_sim.market.awarding import award_luck, price_seen
from handoff_sim.market.calling import Callback
from handoff_sim.market.columns import array_of
from handoff_sim.market.lookups import goodwill_of
from handoff_sim.market.quoting import price_scale
from handoff_sim.market.tables import Counter, Market
from handoff_sim.rules.award import gumbel

if TYPE_CHECKING:
    from handoff_sim.run import Simulation


NO_ANSWER = -1


class SeatError(RuntimeError):
    """A seat that failed to decide; the week it was asked in is taken back."""


class DecisionDue(Exception):
    """Raised by a seat that has no answer yet: the week is taken back, and can be run again once there is one."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"{type(case).__name__} of {case.number}, week {case.week}")
        self.case = case


class _Chair(NamedTuple):
    """Who answers decisions of one kind for one seat."""

    actor: Actor
    hook: Hook


class Seats:
    """The seats of a model that take decisions themselves.

    While a phase runs it calls ``_answer`` for each of their decisions. A failure is kept in ``failure``; from then on
    the rule decides, until whoever runs the week looks and takes it back.
    """

    def __init__(self, simulation: "Simulation", actors: Iterable[Actor]) -> None:
        self.simulation = simulation
        self.failure: BaseException | None = None
        self.chairs: dict[tuple[int, int], _Chair] = {}  # by kind of decision and number of who decides
        marks = np.zeros_like(simulation.market.seats)
        for actor in actors:
            for hook in overridden_hooks(type(actor)):
                kind = int(hook.case.KIND)
                self.chairs[kind, actor.number] = _Chair(actor, hook)
                marks[seat_of(simulation.market, actor)] |= 1 << kind
        self.callback: Callback | None = None
        if self.chairs:
            self.callback = Callback(self._answer)
            marks[-1] = self.callback.address
            simulation.take_seats(marks, self.callback)

    def close(self) -> None:
        """Nothing is asked any more."""
        if self.callback is not None:
            self.simulation.market.seats[:] = 0
            self.callback.close()

    def take_failure(self) -> BaseException | None:
        """What went wrong since the last look, if anything."""
        failure, self.failure = self.failure, None
        return failure

    def _answer(self) -> None:
        market = self.simulation.market
        asked = int(market.n[Counter.ASKED])
        market.n[Counter.ASKED] = NO_ANSWER
        if self.failure is not None:
            return
        record = array_of(market.decisions)[asked]
        chair = self.chairs[int(record["kind"]), int(record["shop"])]
        try:
            case = case_of(market, record, chair.hook.case)
            answer = getattr(chair.actor, chair.hook.name)(case)
            write(market, record, case, case.recorded(answer))
            market.n[Counter.ASKED] = asked
        except DecisionDue as due:
            self.failure = due
        except WrongAnswer as wrong:
            self.failure = SeatError(f"{_where(chair, record)}: {wrong}")
        except Exception as problem:
            self.failure = SeatError(f"{_where(chair, record)}: raised {type(problem).__name__}: {problem}")
            self.failure.__cause__ = problem
        except BaseException as end:  # an interrupt cannot pass through compiled code
            self.failure = end


def seat_of(market: Market, actor: Actor) -> int:
    """Place of an actor among the seats."""
    if isinstance(actor, Buyer):
        return int(buyer_seat(market, actor.number))
    if isinstance(actor, NetworkOperator):
        return int(operator_seat(market))
    if isinstance(actor, VerticalOperator):
        return int(vertical_seat(market, actor.number))
    return actor.number


def _where(chair: _Chair, record: Any) -> str:
    return f"{type(chair.actor).__name__} {chair.actor.number}, hook {chair.hook.name}, week {record['week']}"


def case_of(market: Market, record: Any, kind: type[Case]) -> Case:
    """The case behind a row of the market's table of decisions."""
    job = int(record["job"])
    situation = Situation(
        week=int(record["week"]),
        number=int(record["shop"]),
        other=int(record["other"]),
        job=int(array_of(market.jobs)["key"][job]) if job >= 0 else 0,
        operation=int(record["op"]),
        load_weeks=float(record["load_weeks"]),
    )
    terms = dict(zip(TERM_NAMES[kind.KIND], record["terms"].tolist(), strict=False))
    beside = BESIDE.get(kind)
    more = beside(market, record, terms) if beside else {}
    return kind.of_terms(terms, situation, int(record["code"]), **more)


def _bids(market: Market, record: Any, terms: dict[str, float]) -> dict[str, Any]:
    found = []
    for q in range(int(terms["first_quote"]), int(terms["last_quote"])):
        quote = market.quotes[q]
        if quote.no_bid != NoBid.QUOTED:
            continue
        buyer = int(record["shop"])
        found.append(
            Bid(
                price=float(price_seen(market, quote.price / 100.0, quote.channel)),
                lead_weeks=float(quote.lead),
                goodwill=float(goodwill_of(market, buyer, quote.shop)),
                score=float(quote.score),
                noise=float(price_scale(market, buyer, quote.channel) * gumbel(award_luck(market, q))),
                shop=int(quote.shop),
                row=q,
            )
        )
    return {"bids": tuple(found)}


def _members(market: Market, record: Any, terms: dict[str, float]) -> dict[str, Any]:
    process, found = int(terms["process"]), int(terms["found"])
    first, last = market.member_start[process], market.member_start[process + 1]
    able = market.member_rows[first:last].tolist()
    return {
        "candidates": tuple(shop for shop in able if shop != record["other"]),
        "by_rule": tuple(market.asked_shops[:found].tolist()),
    }


# What a case holds that its record does not.
BESIDE: dict[type[Case], Callable[[Market, Any, dict[str, float]], dict[str, Any]]] = {
    AwardCase: _bids,
    RoutingCase: _members,
}


def write(market: Market, record: Any, case: Case, answer: Recorded) -> None:
    """Lay an answer beside its decision; shops that a job is routed to have a table of their own."""
    record["state"] = answer.state
    record["code"] = answer.code
    room = market.asked_shops if isinstance(case, RoutingCase) else record["answer"]
    room[: len(answer.values)] = answer.values
