"""The state of one market as tables (MODEL 2): the bundle that phases work on.

Money held in tables is integer cents, hours are integer minutes; dollars and hours appear only where a formula
needs them. An index field holds the row of another table, -1 for none.
"""

from enum import IntEnum
from typing import NamedTuple

from handoff_sim.market.actor_rows import Buyer, Listing, Machine, Play, Shop, Standing, Station, Tie, Vertical
from handoff_sim.market.columns import (
    FloatArray,
    IntArray,
    Table,
)
from handoff_sim.market.fact_rows import Decision, Entry, Event
from handoff_sim.market.figure_rows import Panel, Tally
from handoff_sim.market.rule_rows import Parameters, Terms
from handoff_sim.market.work_rows import Evidence, Job, Op, Payment, Quote

TIE_SLOTS = 48  # phone book entries a shop can hold
LIST_SLOTS = 64  # approved suppliers a buyer can hold
KNOWN_SLOTS = 64  # shops that know a buyer behind a prime
MEMORY_WEEKS = 13  # weeks of routed work that shares, caps and misroutes look back on
MOST_ROUTED = 32  # shops that one job can be routed to
SEATS_BESIDES = 6  # seats after those of shops and buyers: the operator, up to four verticals; then whom to call
EPOCHS = 3  # before launch, between, effect window


class Market(NamedTuple):
    """Everything one run is made of: tables by name, and the counters of those that grow."""

    p: Table[Parameters]
    terms: Table[Terms]
    shares: FloatArray  # [channel, made in house, cause, role]: R2, as believed
    matrix: FloatArray  # [channel, cause, role]: when proven
    split: FloatArray  # [channel, role]: when not
    shops: Table[Shop]
    by_key: IntArray  # rows of shops by persistent key: the order of whatever depends on an order
    stations: Table[Station]
    machines: Table[Machine]
    ties: Table[Tie]
    buyers: Table[Buyer]
    listings: Table[Listing]
    known: IntArray  # [buyer * KNOWN_SLOTS + slot]: shop that knows the buyer, -1
    demand: IntArray  # [week, buyer]: new RFQs, drawn ahead because no policy moves them
    jobs: Table[Job]
    ops: Table[Op]
    quotes: Table[Quote]
    payments: Table[Payment]
    due_head: IntArray  # [week]: first payment due
    due_tail: IntArray
    repeat_head: IntArray  # [week]: first job whose repeat falls due
    repeat_count: IntArray  # [week]: repeats that fall due
    evidence: Table[Evidence]
    standing: Table[Standing]
    counterparties: IntArray  # [shop * 6 + metric, slot]: ring of the last counterparties
    counterparty_n: IntArray  # [shop * 6 + metric]: events so far
    routed_ring: IntArray  # [MEMORY_WEEKS, station]
    codes_ring: IntArray  # [MEMORY_WEEKS, 2]: codes given, valid codes
    tallies: Table[Tally]
    panel: Table[Panel]
    profit_weeks: IntArray  # [week, shop]: cents of net worth gained
    member_weeks: IntArray  # [week, shop]
    buyer_member_weeks: IntArray  # [week, buyer]
    worth: IntArray  # [account]: net position, cents
    cash: IntArray  # [account]: cents
    flows: IntArray  # [epoch, account, category]: cents
    verticals: Table[Vertical]
    process_cdf: FloatArray  # [process]: cumulative share of installed non-finish capacity
    by_process: IntArray  # shops by process, then region
    by_process_start: IntArray  # [process * regions + region]: first row in by_process, one more at the end
    member_rows: IntArray  # this week's candidates: members in the lane by process, then all members
    member_key: IntArray  # their persistent keys
    member_new: IntArray  # 1 for a newcomer
    member_start: IntArray  # [process]: first row in member_rows; then that of all members; then the end
    member_weight: FloatArray  # [back door, front door; row of member_rows]: exp of the score when idle, over tau
    member_top: FloatArray  # [back door, front door]: no member's routing score is above this
    routed_process: IntArray  # [process]: network jobs routed in the last MEMORY_WEEKS
    reputation: FloatArray  # [shop]: reputation part of the routing score, as of phase 2
    completions: IntArray  # ops finished this week
    rfqs: IntArray  # jobs out for quotes this week
    awards: IntArray  # jobs awarded this week
    reoffers: IntArray  # ops that need another maker this week
    open_jobs: IntArray  # awarded jobs, closed ones among them until the end of the week
    closed_jobs: IntArray  # jobs closed this week
    plays: Table[Play]  # shops, then buyers: how they game the rules
    worths: FloatArray  # [shop, last offers]: what they were worth, for those who pick; no rows where nobody does
    worths_n: IntArray  # [shop]: offers so far
    seats: IntArray  # [shops, buyers, operator, verticals]: bit per DecisionKind a seat takes; last, whom to call
    asked_shops: IntArray  # shops that the router names, and those that the operator's seat names instead
    forced: IntArray  # [week, shop + buyer]: prescribed membership, -1 free
    events: Table[Event]
    entries: Table[Entry]
    decisions: Table[Decision]
    n: IntArray  # counters by Counter


class Counter(IntEnum):
    """Rows in use of the growing tables; positions in ``Market.n``."""

    JOBS = 0
    OPS = 1
    QUOTES = 2
    PAYMENTS = 3
    FREE_PAYMENT = 4
    EVIDENCE = 5
    EVENTS = 6
    ENTRIES = 7
    DECISIONS = 8
    PENDING = 9
    COMPLETIONS = 10
    AWARDS = 11
    OPEN_JOBS = 12
    OPEN_OPS = 13
    REOFFERS = 14
    OUTSIDE_HEAD = 15
    OUTSIDE_TAIL = 16
    MEMBERS = 17
    ROUTED = 18
    CLOSED_JOBS = 19
    RESOLICIT = 20
    BONUS_PAID = 21
    TRANSACTIONS = 22
    LISTED_JOBS = 23
    ASKED = 24  # the decision that a seat is being asked for; -1 from it: no answer
    WEEK = 25
    SIZE = 26
