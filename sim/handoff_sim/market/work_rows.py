"""Rows about work: jobs, operations, quotes, payments due, and evidence under way (MODEL 2.4, 2.5)."""

from handoff_sim.market.columns import (
    Cents,
    Code,
    Count,
    Dollars,
    DollarsPerHour,
    Flag,
    Hours,
    Index,
    Key,
    Minutes,
    Number,
    Share,
    Week,
    Weeks,
)


class Job:
    """One RFQ and, once awarded, the job and its purchase order."""

    key: Key
    root: Key
    nth: Count  # 0 for a new part, n for its n-th repeat
    parent: Index
    occurrence: Count  # 1 when re-solicited
    buyer: Index
    week: Week
    first_op: Index
    n_ops: Count
    n_stages: Count
    stage: Count
    stage_left: Count
    open_ops: Count
    hours: Hours  # non-finish
    vref: Dollars
    value: Dollars
    intent: Flag
    large: Flag
    lead_required: Count
    rev_locked: Flag
    scope_explicit: Flag
    cert_complete: Flag
    completeness: Share
    channel: Code
    forced_direct: Flag
    prime: Index  # shop row, or -2 - vertical operator
    price: Cents
    lead: Count
    award_week: Week
    due_week: Week
    closed_week: Week
    rev_change_week: Week
    state: Code
    no_award: Code
    quotes_in: Count
    cheapest: Flag
    score: Share
    ncr_reached_buyer: Flag
    workmanship_ncr: Flag
    buyer_ncr: Cents
    packet_cost: Cents
    late_cost: Cents
    late_weeks: Count
    reorder: Flag  # loyal reorder without competition
    incumbent: Index
    kept: Flag
    poached: Flag
    bypassed: Flag
    royalty_to: Index
    royalty_left: Count
    paid_late: Flag
    defaults: Flag
    escrowed: Cents
    change: Cents  # claimed for a change of scope
    change_fell: Flag  # and refused
    next_due: Index  # next job in this week's bucket of repeats


class Op:
    """One operation, or one lot of a large order's operation."""

    job: Index
    stage: Count
    lot: Count
    lots: Count  # lots of this stage
    process: Code
    planned_min: Minutes
    actual_min: Minutes
    price: Dollars  # reference share of the job's price, set at award
    state: Code
    maker: Index  # shop row, -1 none yet, -2 outside processor
    originator: Index  # prime
    handed_off: Flag
    channel: Code  # whose Terms govern
    occurrence: Count
    reason: Code
    transfer: Cents
    fee: Cents
    effort: Number
    packet_effort: Number
    valid_closure: Flag
    rev_locked: Flag
    scope_explicit: Flag
    cert_complete: Flag
    due_week: Week
    accepted_week: Week
    workable_week: Week
    done_week: Week
    closed_week: Week
    next_in_queue: Index
    ncr_causes: Count  # bit per Cause
    maker_ncr: Cents  # NCR cost the maker paid on this op
    disputed: Flag
    unproven: Flag
    denier: Index
    late_weeks: Count
    closure: Code
    outside_book: Flag  # maker not in the prime's initial phone book
    delay_weeks: Count  # payment delay by a dispute
    escrowed: Cents
    reach: Flag  # handed across regions
    certified: Flag  # packet said to be complete though it is not
    slow_weeks: Count  # payment delay by an originator that pays slowly
    claimed: Cents  # for a defect that was none
    claim_fell: Flag  # and the record showed it


class Quote:
    """One solicited quote of the present week."""

    job: Index
    shop: Index
    channel: Code
    no_bid: Code
    depth: Code
    minutes: Minutes
    price: Cents
    lead: Count
    gain: Dollars
    gain_per_h: DollarsPerHour
    load_weeks: Weeks
    desk_share: Share  # of the work it would bring that is expected, for want of estimator hours
    base_cost: Dollars
    expected_price: Dollars
    win_probability: Share
    repeat_value: Dollars
    selection_loss: Dollars
    risk_premium: Dollars
    score: Share
    won: Flag
    order: Key


class Payment:
    """Cash due in a later week; net worth moved when it was agreed."""

    payer: Index
    payee: Index
    cents: Cents
    category: Code
    job: Index
    op: Index
    due_week: Week
    made_week: Week
    next: Index


class Evidence:
    """One reputation event waiting for phase 2."""

    identity: Index
    side: Code  # 0 receiver or prime, 1 originator, 2 buyer
    metric: Code
    outcome: Flag
    value: Dollars
    counterparty: Index
    order: Key
