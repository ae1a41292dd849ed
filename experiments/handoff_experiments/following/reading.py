"""Reading one job's life from a run: tables for what is, the log for what happened, the ledger for the money."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from handoff_experiments.following.future import Future
from handoff_experiments.following.happenings import Happening, happenings
from handoff_experiments.following.life import (
    AwardMade,
    Expectation,
    Life,
    OfferMade,
    OperationLife,
    QuoteGiven,
    Repeat,
    Request,
    Revision,
    Traveler,
)
from handoff_experiments.following.money import flows_of, purses_of
from handoff_experiments.following.names import (
    operation_name,
    party_name,
)
from handoff_experiments.following.words import (
    DECLINES,
    NO_AWARDS,
    NO_BIDS,
    STATES,
    weeks,
)
from handoff_experiments.following.work import (
    cents_of,
    nonconformances_of,
    operations_of,
    seller_name,
    those,
    week_of,
)
from handoff_sim.codes import (
    DeclineCode,
    Depth,
    EventKind,
    JobState,
    NoAward,
    NoBid,
)
from handoff_sim.names import job_name


def read_life(future: Future, key: int) -> Life:
    """The life of a job in one run; all parts are empty where the run never asked for it.

    Parameters: ``key`` as names.find_job gives it.
    """
    rows = future.job_rows(key)
    told = happenings(future, key)
    if not len(rows):
        nothing = Repeat(
            root="", nth=0, previous="", incumbent="", following="", week=None, holder="", prime="",
            reorder=False, poached=False, bypassed=False, why_none="",
        )  # fmt: skip
        traveler = Traveler(seen_by=(), revisions=())
        return Life(
            policy=future.policy.name, outcome="never asked for", buyer="", traveler=traveler, repeat=nothing,
            happenings=told,
        )  # fmt: skip
    jobs = future.run.records.jobs[rows]
    quotes, awards = _quotes(told), _awards(jobs, told)
    flows = flows_of(future, key)
    operations = operations_of(future, key, jobs)
    buyer = future.buyer_name(int(jobs[-1]["buyer"]))
    roles = _roles(buyer, quotes, awards, operations, told)
    return Life(
        policy=future.policy.name,
        outcome=_outcome(jobs[-1]),
        buyer=buyer,
        requests=_requests(future, jobs, told),
        quotes=quotes,
        awards=awards,
        offers=_offers(told),
        operations=operations,
        traveler=_traveler(told),
        nonconformances=nonconformances_of(future, key, told, buyer),
        repeat=_repeat(future, int(rows[-1]), told),
        expectations=_expectations(future, key, operations, awards),
        purses=purses_of(flows, roles),
        flows=flows,
        happenings=told,
    )


def _outcome(job: Any) -> str:
    state = JobState(int(job["state"]))
    if state == JobState.UNSERVED:
        return f"{STATES[state]}: {NO_AWARDS[NoAward(int(job['no_award']))]}"
    if state != JobState.CLOSED:
        return STATES[state]
    late = int(job["late_weeks"])
    return f"{STATES[state]} in week {int(job['closed_week'])}, {weeks(late) + ' late' if late else 'on time'}"


def _requests(future: Future, jobs: Any, told: Sequence[Happening]) -> tuple[Request, ...]:
    return tuple(_request(future, job, event) for job, event in zip(jobs, those(told, "RFQ"), strict=False))


def _request(future: Future, job: Any, event: Happening) -> Request:
    ops = future.run.records.ops[job["first_op"] : job["first_op"] + job["n_ops"]]
    return Request(
        week=event.week,
        occurrence=int(job["occurrence"]),
        channel=event.channel,
        real=bool(job["intent"]),
        rev_locked=bool(job["rev_locked"]),
        scope_explicit=bool(job["scope_explicit"]),
        cert_complete=bool(job["cert_complete"]),
        planned_minutes=int(ops["planned_min"].sum()),
        value_cents=cents_of(job["value"]),
        reference_cents=cents_of(job["vref"]),
        lead_weeks=int(job["lead_required"]),
    )


def _quotes(told: Sequence[Happening]) -> tuple[QuoteGiven, ...]:
    winners = {(event.week, event.actor) for event in those(told, "AWARD")}
    return tuple(_quote(event, winners) for event in those(told, "QUOTE", "NO_BID"))


def _quote(event: Happening, winners: set[tuple[int, str]]) -> QuoteGiven:
    sent = event.kind == "QUOTE"
    return QuoteGiven(
        week=event.week,
        shop=event.actor,
        price_cents=event.cents if sent else None,
        lead_weeks=event.terms if sent else None,
        depth=Depth(event.code).name.lower() if sent else "",
        no_bid="" if sent else NO_BIDS[NoBid(event.code)],
        won=sent and (event.week, event.actor) in winners,
    )


def _awards(jobs: Any, told: Sequence[Happening]) -> tuple[AwardMade, ...]:
    made = []
    for event in those(told, "AWARD", "NO_AWARD"):
        job = next(job for job in jobs if int(job["occurrence"]) == event.item)
        ordered = event.kind == "AWARD"
        made.append(
            AwardMade(
                week=event.week,
                prime=event.actor if ordered else "",
                price_cents=event.cents if ordered else None,
                lead_weeks=event.code if ordered else None,
                due_week=week_of(job["due_week"]) if ordered else None,
                channel=event.channel,
                reorder=bool(job["reorder"]),
                no_award="" if ordered else NO_AWARDS[NoAward(event.code)],
            )
        )
    return tuple(made)


def _offers(told: Sequence[Happening]) -> tuple[OfferMade, ...]:
    return tuple(
        OfferMade(
            week=event.week,
            operation=event.operation,
            originator=event.actor,
            receiver=event.other,
            channel=event.channel,
            transfer_cents=event.cents,
            accepted=event.code == DeclineCode.ACCEPTED,
            answer=DECLINES[DeclineCode(event.code)],
        )
        for event in those(told, "OFFER")
    )


def _traveler(told: Sequence[Happening]) -> Traveler:
    seen = [event.actor for event in those(told, "QUOTE", "NO_BID", "AWARD")]
    seen += [event.other for event in those(told, "OFFER", "MAKE")]
    revisions = [
        Revision(week=event.week, operation=event.operation, after_accepted=bool(event.code))
        for event in those(told, "REVISION")
    ]
    return Traveler(seen_by=tuple(dict.fromkeys(name for name in seen if name)), revisions=tuple(revisions))


def _roles(
    buyer: str,
    quotes: Sequence[QuoteGiven],
    awards: Sequence[AwardMade],
    operations: Sequence[OperationLife],
    told: Sequence[Happening],
) -> dict[str, tuple[str, ...]]:
    """Who took which part: the buyer first, then primes, makers, and those who only quoted or answered."""
    parts = [(buyer, "buyer")]
    parts += [(award.prime, "prime") for award in awards if award.prime]
    parts += [(op.maker, "receiver" if op.handed_off else "maker") for op in operations if op.maker.startswith("shop")]
    parts += [(quote.shop, "bidder") for quote in quotes if not quote.won]
    parts += [(event.other, "asked") for event in those(told, "OFFER")]
    roles: dict[str, tuple[str, ...]] = {}
    for party, role in parts:
        if role in ("bidder", "asked") and party in roles:
            continue  # it took a larger part
        if role not in roles.get(party, ()):
            roles[party] = (*roles.get(party, ()), role)
    return roles


def _repeat(future: Future, row: int, told: Sequence[Happening]) -> Repeat:
    records = future.run.records
    job = records.jobs[row]
    before = records.jobs[job["parent"]] if job["parent"] >= 0 else None
    came = np.flatnonzero(records.jobs["parent"] == row)
    nothing = {"week": None, "holder": "", "prime": "", "reorder": False, "poached": False, "bypassed": False}
    after: dict[str, Any] = dict(nothing, following="", why_none=_why_none(job, records.weeks))
    if len(came):
        following = records.jobs[came[-1]]
        holder = [event for event in future.events_of(int(following["key"])) if int(event["kind"]) == EventKind.REPEAT]
        ordered = int(following["state"]) not in (JobState.OPEN, JobState.UNSERVED)
        after = {
            "following": job_name(int(following["key"])),
            "week": int(following["week"]),
            "holder": party_name(int(holder[0]["a"])) if holder else "",
            "prime": seller_name(future, int(following["prime"])) if ordered else "",
            "reorder": bool(following["reorder"]),
            "poached": bool(following["poached"]),
            "bypassed": bool(following["bypassed"]),
            "why_none": "",
        }
    return Repeat(
        root=job_name(int(job["root"])),
        nth=int(job["nth"]),
        previous=job_name(int(before["key"])) if before is not None else "",
        incumbent=seller_name(future, int(before["prime"])) if before is not None else "",
        **after,
    )


def _why_none(job: Any, horizon: int) -> str:
    if int(job["state"]) != JobState.CLOSED:
        return "it was not delivered"
    if job["ncr_reached_buyer"]:
        return "a defect reached the buyer"
    if job["workmanship_ncr"]:
        return "it had a workmanship defect"
    return f"the buyer needs it no more, or only after week {horizon}"


def _expectations(
    future: Future, key: int, operations: Sequence[OperationLife], awards: Sequence[AwardMade]
) -> tuple[Expectation, ...]:
    """What the work was worth to its makers when they took it on: a receiver's answer, a prime's quote."""
    makers = {op.maker for op in operations} | {award.prime for award in awards}
    receivers = {(op.maker, op.name) for op in operations if op.handed_off}
    found = []
    for record in future.decisions_of(key):
        kind = str(record["kind"])
        if kind not in ("QUOTE", "HANDOFF_RESPONSE"):
            continue
        shop = future.shop_name(int(record["shop"]))
        operation = ""
        if kind == "HANDOFF_RESPONSE":
            op = future.run.records.ops[int(record["op"])]
            operation = operation_name(100 * int(op["stage"]) + int(op["lot"]), int(op["lots"]))
            if (shop, operation) not in receivers or int(record["code"]) != DeclineCode.ACCEPTED:
                continue
        elif shop not in makers:
            continue
        found.append(
            Expectation(
                shop=shop,
                week=int(record["week"]),
                decision=kind.lower(),
                operation=operation,
                value_cents=cents_of(record["value"]),
                terms={name: float(value) for name, value in record["terms"].items()},
            )
        )
    return tuple(found)
