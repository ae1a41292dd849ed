"""Rows about those who act: shops, machines, phone books, buyers, records, vertical operators (MODEL 2.2, 2.3)."""

from handoff_sim.market.columns import (
    Cents,
    Code,
    Count,
    Dollars,
    DollarsPerHour,
    DollarsPerMachineWeek,
    Flag,
    Hours,
    Index,
    Key,
    Minutes,
    Number,
    Share,
    Six,
    Three,
    Week,
    Weeks,
)


class Shop:
    """One machine shop (MODEL 2.2)."""

    key: Key  # persistent: draws and orders use it, never the row
    region: Code
    size_class: Code
    machines: Count
    first_process: Code
    cost_rate: DollarsPerHour
    skill: Number
    time_sd: Number
    estimator_min: Minutes  # per week
    credit: Cents
    gamma: Number
    kappa: Number
    foresight: Share
    autonomy: DollarsPerMachineWeek
    margin_belief: DollarsPerHour
    win_direct: Share
    win_network: Share
    win_phone: Share
    poach_belief_phone: Share
    poach_belief_network: Share
    price_ratio: Number  # EWMA of own front-door quotes over reference value
    network_job_h: Hours  # EWMA of hours of own network jobs
    gain_mean: DollarsPerMachineWeek
    gain_n: Number
    membership: Code
    member_since: Week  # week the present membership took effect
    left_week: Week
    trial_until: Week
    identity: Count
    breakdown_left: Count  # weeks
    labour_left: Count  # weeks
    shock_left: Count  # weeks
    struck: Flag  # by the scheduled shock, when it comes
    new_breakdown: Count  # weeks of a breakdown that struck this week
    new_labour: Count  # weeks of a labour shock that struck this week
    broke_weeks: Count  # consecutive week ends beyond the credit line
    closed_week: Week
    estimator_used: Minutes  # this week
    estimator_carry: Minutes  # mandatory minutes that did not fit
    switch_left: Minutes  # one-off learning hours still to be worked off
    gap_base: Dollars  # mean weekly profit per machine before launch
    last_network_week: Week
    initial_partners: Count
    quarter_min: Minutes  # network minutes since the last review
    base_known: Flag
    cert_held: Flag
    worth_mark: Cents  # net worth at the last week end


class Station:
    """Machines of one process in one shop; row = shop * processes + process."""

    cap_min: Minutes  # nominal, per week
    machines: Count
    first_machine: Index
    backlog_min: Minutes
    lost_ahead_min: Minutes
    expected_min: Number  # minutes that this week's requests are expected to bring, while quotes are priced
    head: Index  # first op in queue
    tail: Index
    outsource_ratio: Number  # EWMA of what outsourcing cost over reference value
    routed: Count  # routed jobs in the last MEMORY_WEEKS
    produced_min: Minutes  # this week
    accepted_min: Minutes  # this week
    cancelled_min: Minutes  # this week
    down_min: Minutes  # this week


class Machine:
    """One machine: the op on it and the minutes that op still needs."""

    op: Index
    left_min: Minutes


class Tie:
    """One entry of a phone book; row = shop * TIE_SLOTS + slot."""

    other: Index
    trust: Share
    initial: Flag
    annual_margin: Dollars
    open: Count  # open handoffs between the two
    touched: Week


class Listing:
    """One entry of a buyer's approved list; row = buyer * LIST_SLOTS + slot."""

    shop: Index
    goodwill: Share
    initial: Flag


class Buyer:
    """One buyer (MODEL 2.3)."""

    key: Key
    region: Code
    klass: Code
    large_prime: Flag
    discipline: Share
    quotes: Count
    mu: Number
    v_late: Number
    v_quality: Number
    v_goodwill: Number
    loyalty: Share
    pay_weeks: Weeks
    default_prob: Share
    late_prob: Share
    late_weeks: Count
    churn: Share
    intent: Share
    u_direct: Number
    u_network: Number
    member: Flag
    mandated: Flag
    network_jobs: Count
    join_week: Week
    rep_r: Three
    rep_s: Three
    struck: Flag  # by the scheduled shock, when it comes


class Play:
    """How one shop or buyer games the rules (MODEL 3.6); zeros for one that does not. Row: shops, then buyers."""

    cherry_pick: Share  # quantile of own last offers below which an offer is declined
    ack_spam: Share  # of offers that pay, declined after a fast answer
    lowball: Share  # off the price of a quote
    change_claim: Share  # of the price, claimed at closing where the scope was open
    milk: Share  # score above which there is no effort
    whitewash: Share  # score below which the shop comes back under a new name
    ring_next: Index  # shop that is handed fake work
    ring_jobs: Count  # fake handoffs a week
    ring_price: Dollars
    free_ride: Flag  # no work on packets, certified complete all the same
    poach: Flag
    bypass: Flag
    padding: Share  # on the lead of a quote
    over_accept: Flag
    blame_shift: Flag
    phantom: Share  # less intent behind RFQs
    slow_pay: Count  # weeks
    false_claim: Share  # of a transfer, claimed for a defect that was none


class Standing:
    """Decayed evidence counts of one shop (3.4)."""

    r: Six
    s: Six
    origin_r: Three
    origin_s: Three


class Vertical:
    """One vertical instant-quote factory (MODEL 1.2, D78)."""

    key: Key
    cap_min: Minutes  # per week
    free_min: Minutes  # left this week
    price_index: Number
    jobs: Count
    minutes: Minutes
