"""Reading one job's life from a run: tables for what is, the log for what happened, the ledger for the money."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from handoff_experiments.following.future import CASH, Future
from handoff_experiments.following.happenings import Happening, happenings
from handoff_experiments.following.life import (
    AwardMade,
    Expectation,
    Governs,
    Life,
    Nonconformance,
    OfferMade,
    OperationLife,
    QuoteGiven,
    Repeat,
    Request,
    Revision,
    Share,
    Traveler,
)
from handoff_experiments.following.money import flows_of, purses_of
from handoff_experiments.following.names import FIRST_SPECIAL, job_name, operation_name, party_name
from handoff_experiments.following.words import (
    CAUSES,
    CLOSURES,
    DECLINES,
    NO_AWARDS,
    NO_BIDS,
    REASONS,
    STAGES,
    STATES,
    weeks,
)
from handoff_sim.codes import (
    Account,
    Category,
    Cause,
    Channel,
    Closure,
    DeclineCode,
    Depth,
    EventKind,
    HandoffReason,
    JobState,
    NoAward,
    NoBid,
    PaymentOwner,
    Record,
    RepeatOwner,
    Stage,
)
from handoff_sim.policy.benchmark import effective
from handoff_sim.policy.declare import ROLES

OPEN_ENDED = -1  # a week that has not come
OUTSIDE_ROW = -2  # maker of an op bought outside


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
    operations = _operations(future, key, jobs)
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
        nonconformances=_nonconformances(future, key, told, buyer),
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


def _week(value: Any) -> int | None:
    return None if int(value) == OPEN_ENDED else int(value)


def _of(told: Iterable[Happening], *kinds: str) -> list[Happening]:
    return [event for event in told if event.kind in kinds]


def _requests(future: Future, jobs: Any, told: Sequence[Happening]) -> tuple[Request, ...]:
    return tuple(_request(future, job, event) for job, event in zip(jobs, _of(told, "RFQ"), strict=False))


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
        value_cents=_cents(job["value"]),
        reference_cents=_cents(job["vref"]),
        lead_weeks=int(job["lead_required"]),
    )


def _cents(dollars: Any) -> int:
    return int(np.floor(float(dollars) * 100.0 + 0.5))


def _quotes(told: Sequence[Happening]) -> tuple[QuoteGiven, ...]:
    winners = {(event.week, event.actor) for event in _of(told, "AWARD")}
    return tuple(_quote(event, winners) for event in _of(told, "QUOTE", "NO_BID"))


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
    for event in _of(told, "AWARD", "NO_AWARD"):
        job = next(job for job in jobs if int(job["occurrence"]) == event.item)
        ordered = event.kind == "AWARD"
        made.append(
            AwardMade(
                week=event.week,
                prime=event.actor if ordered else "",
                price_cents=event.cents if ordered else None,
                lead_weeks=event.code if ordered else None,
                due_week=_week(job["due_week"]) if ordered else None,
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
        for event in _of(told, "OFFER")
    )


def governs(future: Future, channel: int) -> Governs | None:
    """The record and terms of a channel; None where nothing of ours governs."""
    if channel > Channel.NETWORK:
        return None
    rules = effective(future.policy)
    source: Any = (rules.direct, rules.phone, rules.governance)[channel]
    row = future.run.records.terms[channel]
    return Governs(
        channel=Channel(channel).name.lower(),
        record="the purchase order" if channel == Channel.DIRECT else _words(Record(int(row["record"])).name),
        alpha=float(row["alpha"]),
        liability=_words(source.liability.name),
        split=dict(zip(ROLES, map(float, source.default_split), strict=True)),
        payment_owner=_words(PaymentOwner(int(row["payment_owner"])).name),
        repeat_owner=_words(RepeatOwner(int(row["repeat_owner"])).name),
        visibility=float(row["visibility"]),
    )


def _words(name: str) -> str:
    return name.lower().replace("_", " ")


def _operations(future: Future, key: int, jobs: Any) -> tuple[OperationLife, ...]:
    earned = _earned_on_ops(future, key)
    machine = _machine_time(future, key)
    lives = []
    for job in jobs:
        if int(job["state"]) in (JobState.OPEN, JobState.UNSERVED):
            continue  # nobody was to make it
        rows = range(int(job["first_op"]), int(job["first_op"]) + int(job["n_ops"]))
        lives += [_operation(future, row, earned, machine) for row in rows]
    return tuple(lives)


def _earned_on_ops(future: Future, key: int) -> dict[tuple[int, int], int]:
    """Net worth each account has from each op, cents, by (account row, op row)."""
    earned: dict[tuple[int, int], int] = {}
    entries = future.entries_of(key)
    for entry in entries[(entries["basis"] != CASH) & (entries["op"] >= 0)]:
        for account, sign in ((int(entry["payer"]), -1), (int(entry["payee"]), 1)):
            place = account, int(entry["op"])
            earned[place] = earned.get(place, 0) + sign * int(entry["cents"])
    return earned


def _machine_time(future: Future, key: int) -> dict[int, int]:
    """What machine time cost, cents, by op row."""
    entries = future.entries_of(key)
    spent: dict[int, int] = {}
    for entry in entries[entries["category"] == Category.PRODUCTION]:
        spent[int(entry["op"])] = spent.get(int(entry["op"]), 0) + int(entry["cents"])
    return spent


def _operation(future: Future, row: int, earned: dict[tuple[int, int], int], machine: dict[int, int]) -> OperationLife:
    op = future.run.records.ops[row]
    maker = int(op["maker"])
    taken = _week(op["accepted_week"]) is not None
    done = _week(op["done_week"])
    return OperationLife(
        name=operation_name(100 * int(op["stage"]) + int(op["lot"]), int(op["lots"])),
        process=future.world.population.processes[int(op["process"])],
        originator=_seller_name(future, int(op["originator"])),
        maker="" if maker == -1 else future.shop_name(maker),
        handed_off=bool(op["handed_off"]),
        channel=Channel(int(op["channel"])).name.lower(),
        reason=REASONS.get(HandoffReason(int(op["reason"])), ""),
        governed_by=governs(future, int(op["channel"])) if taken and maker >= 0 else None,
        price_cents=_cents(op["price"]),
        transfer_cents=int(op["transfer"]),
        fee_cents=int(op["fee"]),
        planned_minutes=int(op["planned_min"]),
        actual_minutes=int(op["actual_min"]) if done is not None and maker != OUTSIDE_ROW else None,
        accepted_week=_week(op["accepted_week"]),
        workable_week=_week(op["workable_week"]),
        due_week=_week(op["due_week"]),
        done_week=done,
        closed_week=_week(op["closed_week"]),
        late_weeks=int(op["late_weeks"]),
        closure=CLOSURES[Closure(int(op["closure"]))],
        rev_locked=bool(op["rev_locked"]),
        scope_explicit=bool(op["scope_explicit"]),
        cert_complete=bool(op["cert_complete"]),
        quality_effort=float(op["effort"]),
        packet_effort=float(op["packet_effort"]),
        machine_cents=machine.get(row, 0),
        maker_earned_cents=earned.get((maker, row), 0) if maker >= 0 else 0,
    )


def _seller_name(future: Future, prime: int) -> str:
    """A prime by row: a shop, or from -2 down a vertical operator."""
    return future.shop_name(prime) if prime >= -1 else party_name(FIRST_SPECIAL + Account.VERTICAL - 2 - prime)


def _traveler(told: Sequence[Happening]) -> Traveler:
    seen = [event.actor for event in _of(told, "QUOTE", "NO_BID", "AWARD")]
    seen += [event.other for event in _of(told, "OFFER", "MAKE")]
    revisions = [
        Revision(week=event.week, operation=event.operation, after_accepted=bool(event.code))
        for event in _of(told, "REVISION")
    ]
    return Traveler(seen_by=tuple(dict.fromkeys(name for name in seen if name)), revisions=tuple(revisions))


def _nonconformances(future: Future, key: int, told: Sequence[Happening], buyer: str) -> tuple[Nonconformance, ...]:
    """Every NCR with its payers: entries of a loss are posted just before its event, and sum to it."""
    entries = [entry for entry in future.entries_of(key) if int(entry["category"]) == Category.NCR]
    found = []
    denied = {}
    for event in _of(told, "DISPUTE", "NCR"):
        if event.kind == "DISPUTE":
            denied[event.week, event.item] = event.actor
            continue
        cause, stage = Cause(event.code // 100), Stage(event.code // 10 % 10)
        roles = {buyer: "buyer", event.other: "originator", event.actor: "maker"}
        paid = _shares(future, entries, event, roles)
        found.append(
            Nonconformance(
                week=event.week,
                operation=event.operation,
                maker=event.actor,
                cause=CAUSES[cause],
                stage=STAGES[stage],
                loss_cents=event.cents,
                proven=bool(event.code % 10),
                denied_by=denied.pop((event.week, event.item), ""),
                paid=paid,
            )
        )
    return tuple(found)


def _shares(future: Future, entries: list[Any], event: Happening, roles: dict[str, str]) -> tuple[Share, ...]:
    shares: list[Share] = []
    left = event.cents
    while left > 0 and entries:
        entry = entries.pop(0)
        party = future.account_name(int(entry["payer"]))
        left -= int(entry["cents"])
        shares.append(Share(party=party, role=roles.get(party, "pool"), cents=int(entry["cents"])))
    return tuple(shares)


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
    parts += [(event.other, "asked") for event in _of(told, "OFFER")]
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
            "prime": _seller_name(future, int(following["prime"])) if ordered else "",
            "reorder": bool(following["reorder"]),
            "poached": bool(following["poached"]),
            "bypassed": bool(following["bypassed"]),
            "why_none": "",
        }
    return Repeat(
        root=job_name(int(job["root"])),
        nth=int(job["nth"]),
        previous=job_name(int(before["key"])) if before is not None else "",
        incumbent=_seller_name(future, int(before["prime"])) if before is not None else "",
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
                value_cents=_cents(record["value"]),
                terms={name: float(value) for name, value in record["terms"].items()},
            )
        )
    return tuple(found)
