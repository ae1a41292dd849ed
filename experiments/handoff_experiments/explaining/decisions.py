"""The decisions of one shop or buyer in one week, each with what decided it and what would have turned it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd

from handoff_experiments.explaining.asking import HONEST, Question, question
from handoff_experiments.explaining.codes import code_name
from handoff_experiments.explaining.flips import Flip, flips
from handoff_experiments.explaining.naming import is_job, operation_name
from handoff_experiments.explaining.outcomes import Outcome, Week, in_week
from handoff_experiments.explaining.parts import Sum, Way, sum_of, ways
from handoff_experiments.explaining.slopes import Slope, slopes
from handoff_sim.agents import HOOKS, Buyer, Shop
from handoff_sim.agents.cases import Situation
from handoff_sim.agents.terms import Term, Unit, term
from handoff_sim.codes import DeclineCode, NoAward, NoBid, PriceRule
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.ledger.frames import decision_frame
from handoff_sim.market.originating import IMPOSSIBLE
from handoff_sim.run import Run

SHOP_KINDS = frozenset((*(hook.case.KIND for hook in HOOKS[Shop]), DecisionKind.COMMITMENT))
BUYER_KINDS = frozenset(hook.case.KIND for hook in HOOKS[Buyer])
AMOUNTS = (DecisionKind.EFFORT, DecisionKind.PACKET_EFFORT)
ROUTINE = HONEST | {  # decisions taken for every piece of work, told in a line each
    DecisionKind.SEEK_HELP, DecisionKind.COMMITMENT, DecisionKind.EFFORT, DecisionKind.PACKET_EFFORT,
    DecisionKind.CLOSURE_CODE, DecisionKind.ACKNOWLEDGEMENT, DecisionKind.INTENT,
}  # fmt: skip
ORDER = (
    DecisionKind.HANDOFF_RESPONSE, DecisionKind.QUOTE, DecisionKind.MAKE_OR_HANDOFF, DecisionKind.MEMBERSHIP,
    DecisionKind.BYPASS, DecisionKind.POACH, DecisionKind.DISPUTE, DecisionKind.AWARD, DecisionKind.CHANNEL,
    DecisionKind.BUYER_MEMBERSHIP, DecisionKind.SEEK_HELP, DecisionKind.COMMITMENT, DecisionKind.EFFORT,
    DecisionKind.PACKET_EFFORT, DecisionKind.CLOSURE_CODE, DecisionKind.ACKNOWLEDGEMENT, DecisionKind.CERTIFICATE,
    DecisionKind.CHANGE_CLAIM, DecisionKind.DEFECT_CLAIM, DecisionKind.PAYMENT, DecisionKind.FAKE_WORK,
    DecisionKind.INTENT,
)  # fmt: skip
MEMBERSHIP_SIDES = ("out", "in", "trial", "anew")
CLOSE = 1e-9  # two runs of one rule agree to within rounding


class DecidedBy(StrEnum):
    """What the answer came from."""

    RULE = "rule"
    PROCEDURE = "procedure"  # hours ran out, or something bound already
    SEAT = "seat"  # somebody in the seat, or a strategy, answered otherwise than the rule
    RECORD = "record"  # nothing was chosen: costs of what was decided


@dataclass(frozen=True)
class Shown:
    """A term with its value, as recorded; costs of an offer are positive."""

    name: str
    what: Term
    value: float
    is_asked: bool  # the rule asks it; else it acts through others, or is a result


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One decision and why it came out as it did.

    Attributes:
        side: the answer in one word, as the record has it; ``rule_side`` as the rule gives it
        flips: nearest turning points, the smallest relative change first; ``firm``: terms that have none
        slopes: of an amount, how it moves with each term
        outcome: what became of it in the same week, if anything is known
    """

    kind: DecisionKind
    week: int
    number: int
    other: int | None
    job: int | None
    operation: str
    side: str
    rule_side: str | None
    decided_by: DecidedBy
    code: int
    value: float
    threshold: float
    load_weeks: float
    terms: tuple[Shown, ...]
    sum: Sum | None
    ways: tuple[Way, ...]
    flips: tuple[Flip, ...]
    firm: tuple[str, ...]
    slopes: tuple[Slope, ...]
    outcome: Outcome

    @property
    def who(self) -> str:
        """Who decided, such as shop 4."""
        return f"{'buyer' if self.kind in BUYER_KINDS else 'shop'} {self.number}"

    @property
    def is_routine(self) -> bool:
        """Whether such a decision is taken for every piece of work, and was taken by the rule."""
        return self.kind in ROUTINE and self.decided_by is not DecidedBy.SEAT

    @property
    def final_code(self) -> int:
        """The recorded code, or the one that the week ended with."""
        return self.code if self.outcome.code is None else self.outcome.code

    @property
    def code_name(self) -> str | None:
        """Name of that code."""
        return code_name(self.kind, self.final_code)

    def value_of(self, name: str) -> float:
        """Value of a term as shown."""
        return next(shown.value for shown in self.terms if shown.name == name)


def explain(
    run: Run,
    number: int,
    week: int,
    *,
    buyer: bool = False,
    kinds: Iterable[DecisionKind] = (),
    job: str | None = None,
) -> tuple[Explained, ...]:
    """Every decision of a shop (or buyer) in a week, the weightiest kinds first.

    Parameters: ``run`` with events kept and decisions recorded; ``number`` of the shop or buyer; ``kinds`` to keep, all
    if none is named; ``job`` to keep, by name or key.
    """
    rows = decisions_of(decision_frame(in_week(run.chunks["decisions"], week), run.records), number, buyer=buyer)
    if kinds:
        rows = rows[rows["kind"].isin([kind.name for kind in kinds])]
    if job is not None:
        rows = rows[[is_job(job, key) for key in rows["job"]]]
    return _explained(run, rows, week)


def explain_job(run: Run, job: str, week: int) -> tuple[Explained, ...]:
    """Every decision about a job in a week, whoever took it, the weightiest kinds first.

    Parameters: ``run`` as for `explain`; ``job`` by name or key.
    """
    rows = decision_frame(in_week(run.chunks["decisions"], week), run.records)
    kinds = [kind.name for kind in SHOP_KINDS | BUYER_KINDS]
    rows = rows[rows["kind"].isin(kinds)]
    rows = rows[[is_job(job, key) for key in rows["job"]]]
    return _explained(run, rows, week)


def _explained(run: Run, rows: pd.DataFrame, week: int) -> tuple[Explained, ...]:
    happened = Week.of(run, week)
    found = [explained(run, row, happened) for row in rows.itertuples()]
    return tuple(sorted(found, key=lambda one: ORDER.index(one.kind)))


def decisions_of(frame: pd.DataFrame, number: int, *, buyer: bool) -> pd.DataFrame:
    """Decision records of one shop or one buyer."""
    kinds = [kind.name for kind in (BUYER_KINDS if buyer else SHOP_KINDS)]
    return frame[(frame["shop"] == number) & frame["kind"].isin(kinds)]


def explained(run: Run, row: Any, happened: Week) -> Explained:
    """One decision record, asked again."""
    kind = DecisionKind[row.kind]
    situation = Situation(row.week, row.shop, row.other, row.job, row.op, row.load_weeks)
    asked = question(kind, row.terms, situation, row.code, row.threshold, price_rule_of(run, kind, row.terms))
    outcome = happened.outcome(kind, row)
    side = recorded_side(kind, row, asked)
    decided_by = who_decided(kind, row, side, asked, outcome)
    turning = flips(asked) if asked and decided_by is DecidedBy.RULE and not between(kind, side) else ()
    silent = {flip.name for flip in turning}
    return Explained(
        kind=kind,
        week=int(row.week),
        number=int(row.shop),
        other=int(row.other) if row.other >= 0 else None,
        job=int(row.job) or None,
        operation=operation_name(run.records.ops[row.op]) if row.op >= 0 else "",
        side=side,
        rule_side=asked.side if asked else None,
        decided_by=decided_by,
        code=int(row.code),
        value=float(row.value),
        threshold=float(row.threshold),
        load_weeks=float(row.load_weeks),
        terms=shown_terms(kind, row.terms, asked),
        sum=sum_of(kind, row.terms, int(row.code)),
        ways=ways(row.terms) if kind == DecisionKind.MAKE_OR_HANDOFF else (),
        flips=turning,
        firm=tuple(name for name in asked.asked if name not in silent) if asked and turning else (),
        slopes=slopes(asked) if asked and kind in AMOUNTS else (),
        outcome=outcome,
    )


def price_rule_of(run: Run, kind: DecisionKind, terms: dict[str, float]) -> PriceRule | None:
    """How the pay of an offer was set (R12)."""
    if kind != DecisionKind.HANDOFF_RESPONSE:
        return None
    return PriceRule(int(run.records.terms["price_rule"][int(terms["channel"])]))


def between(kind: DecisionKind, side: str) -> bool:
    """Whether an amount lies between its bounds, so that every term moves it and none turns it."""
    return kind in AMOUNTS and side == "some"


def recorded_side(kind: DecisionKind, row: Any, asked: Question | None) -> str:
    """The answer in one word, as the record has it."""
    if asked is None:
        return "recorded"
    if kind == DecisionKind.MEMBERSHIP:
        return MEMBERSHIP_SIDES[row.state]
    if kind == DecisionKind.MAKE_OR_HANDOFF:
        if row.state == 1:
            return "receiver"
        return asked.side if asked.side != "receiver" else "in_house"
    if kind == DecisionKind.AWARD:
        if row.state == 1:
            return "winner"
        return "vertical operator" if row.code == NoAward.AWARDED else "nobody"
    if kind in AMOUNTS:
        same = np.isclose(asked.case.rational(), row.value, rtol=CLOSE, atol=CLOSE)
        return asked.side if same else "some"
    return "yes" if row.state > 0 else "no"


def who_decided(kind: DecisionKind, row: Any, side: str, asked: Question | None, outcome: Outcome) -> DecidedBy:
    """Whether the rule's answer stood."""
    if asked is None:
        return DecidedBy.RECORD
    if kind == DecisionKind.HANDOFF_RESPONSE and row.code == DeclineCode.EXPIRED:
        return DecidedBy.PROCEDURE
    if kind == DecisionKind.QUOTE and outcome.code == NoBid.NO_ESTIMATOR_HOURS:
        return DecidedBy.PROCEDURE
    if kind == DecisionKind.MAKE_OR_HANDOFF and row.terms["is_bound"]:
        return DecidedBy.PROCEDURE
    if kind == DecisionKind.MEMBERSHIP and row.state > 0 and not row.terms["may_enter"]:
        return DecidedBy.PROCEDURE
    if kind == DecisionKind.AWARD and not _same_weights(row, asked):
        return DecidedBy.PROCEDURE
    if kind in AMOUNTS:
        same = np.isclose(asked.case.rational(), row.value, rtol=CLOSE, atol=CLOSE)
        return DecidedBy.RULE if same else DecidedBy.SEAT
    return DecidedBy.RULE if asked.side == side else DecidedBy.SEAT


def _same_weights(row: Any, asked: Question) -> bool:
    """Whether the buyer's own weights gave the winner its place; in some networks the router's weights do."""
    bids = getattr(asked.case, "bids", ())
    return not bids or bool(np.isclose(asked.case.utility(bids[0]), row.value, rtol=1e-6, atol=1e-9))  # type: ignore[attr-defined]


def shown_terms(kind: DecisionKind, terms: dict[str, float], asked: Question | None) -> tuple[Shown, ...]:
    """Terms as recorded, costs positive, and what the rule asked besides; ways that were closed are infinite."""
    costs = asked.case.COSTS if asked else frozenset()
    names: Sequence[str] = (*terms, *(name for name in (asked.asked if asked else ()) if name not in terms))
    shown = []
    for name in names:
        value = terms[name] * (-1.0 if name in costs else 1.0) if name in terms else asked.asked[name]  # type: ignore[union-attr]
        value = np.inf if value >= IMPOSSIBLE else -np.inf if value <= -IMPOSSIBLE else value
        shown.append(Shown(name, term(kind, name), float(value) + 0.0, bool(asked and name in asked.asked)))
    return tuple(one for one in shown if one.what.unit is not Unit.CODE)
