"""Rows of sums that metrics are functions of: per shop and epoch, and per week."""

from handoff_sim.market.columns import (
    Cents,
    Count,
    Hours,
    Minutes,
    Number,
)


class Tally:
    """What one shop did in one epoch; row = epoch * shops + shop. Metrics are functions of these sums."""

    quotes: Count
    quotes_won: Count
    quotes_full: Count
    quote_min: Minutes
    quote_won_min: Minutes
    quote_phantom: Count  # quotes on RFQs without intent
    quote_completeness: Number  # sum over quotes
    network_quotes: Count
    network_quotes_won: Count
    no_bids: Count
    reorders: Count
    reorder_min: Minutes
    admin_min: Minutes
    packet_min: Minutes
    audit_min: Minutes
    dispute_min: Minutes
    call_min: Minutes
    switch_min: Minutes
    idle_estimator_min: Minutes
    cap_min: Minutes
    produced_min: Minutes
    down_min: Minutes
    own_min: Minutes  # planned minutes made for own POs
    received_min: Minutes  # planned minutes made for others
    received_transfer: Cents
    received_cost: Cents
    given_min: Minutes
    given_gain: Cents  # cheapest alternative less cost of handing off, as expected
    network_min: Minutes
    offers: Count  # network handoff offers received
    offers_accepted: Count
    offers_right: Count  # value at least zero
    offers_expired: Count
    fast_acks: Count
    fast_acks_declined: Count
    answer_hours: Hours  # sum of hours to a binding answer
    phone_asked: Count
    phone_accepted: Count
    codes: Count
    codes_valid: Count
    inherited: Cents  # packet-caused NCR paid as receiver
    ncr_paid: Cents
    revenue: Cents
    revenue_new: Cents  # from counterparties outside initial book and list
    revenue_network: Cents
    paid_weeks: Number  # sum over receipts of cents * weeks since closing
    receipts: Cents
    bad_debt: Cents
    repeats_owned: Count
    repeats_kept: Count
    large_min: Minutes
    misroutes: Count
    routed: Count


class Panel:
    """One week of the whole market."""

    members: Count
    members_s: Count
    members_m: Count
    members_l: Count
    buyer_members: Count
    active: Count
    rfqs: Count
    awards: Count
    closed_jobs: Count
    produced_min: Minutes
    cap_min: Minutes
    down_min: Minutes
    offers: Count
    accepted: Count
    repeats: Count
    repeats_leakable: Count
    repeats_leaked: Count
    poach_tries: Count
    poaches: Count
    ncr_events: Count
    ncr_disputed: Count
    ncr_unproven: Count
    ncr_loss: Cents
    ncr_blamed: Cents  # paid by a party that did not cause it
    pool_shortfall: Cents
    in_house_ops: Count
    phone_ops: Count
    network_ops: Count
    outside_ops: Count
    no_intent: Count
    no_quote: Count
    too_dear: Count
    quoting_min: Minutes
    misroutes: Count
    routed: Count
    exits: Count
