"""Rows of rules: the Terms of a channel, and world and policy as numbers (MODEL 4)."""

from handoff_sim.market.columns import (
    Code,
    Count,
    Dollars,
    DollarsPerHour,
    DollarsPerMachineWeek,
    Flag,
    Hours,
    Key,
    Minutes,
    Number,
    Share,
    SixWeights,
    ThreeWeights,
    Week,
    Weeks,
)


class Terms:
    """What governs a channel (MODEL 0.2); row = Channel DIRECT, PHONE, NETWORK."""

    content: Key  # hash of the row's content: events name Terms by it
    take_rate: Share
    fee_payer: Code
    fee_originator: Share  # share of the take on a handoff that the originator pays
    fee_receiver: Share
    price_rule: Code
    price_value: Number  # b, sigma or rate by the rule
    chi: Number
    response_mode: Code
    alpha: Share
    record: Code
    visibility: Share
    prep_h: Hours
    payment_owner: Code
    prompt_weeks: Weeks
    guarantee_fee: Share
    repeat_owner: Code
    royalty: Share
    royalty_n: Count
    buyer_owner: Code
    admin_h: Hours
    call_h: Hours
    coordination: Dollars
    relational: Share  # relational credit, share of W
    max_ask: Count
    has_reputation: Flag
    cert_chain_loss: Share
    detect: Share
    penalty: Dollars
    codes_required: Flag


class Parameters:
    """World and policy as the numbers that phases read; one row."""

    seed: Key
    weeks: Count
    launch: Week
    effect_start: Week
    processes: Count
    finish: Code  # process number of finishing
    regions: Count
    # world: demand and jobs
    rate: DollarsPerHour  # market reference rate R
    hours_mu: Number  # of the lognormal of a job's non-finish hours
    hours_sigma: Number
    finish_share: Share
    finish_hours_ratio: Number
    two_ops: Share  # P(n_ops >= 2)
    three_ops: Share
    large_share: Share
    large_multiple: Number
    large_lots: Count
    lead_min: Count
    lead_max: Count
    value_min: Number
    value_max: Number
    repeat_prob: Share
    lag_min: Count
    lag_max: Count
    # world: floor
    machine_min_week: Minutes
    breakdown_hazard: Share
    breakdown_factor: Share
    breakdown_min: Count
    breakdown_max: Count
    labour_hazard: Share
    labour_factor: Share
    labour_min: Count
    labour_max: Count
    # world: the scheduled shock
    shock_kind: Code
    shock_week: Week
    shock_weeks: Count  # 0 where there is none
    shock_size: Share
    # world: behaviour
    u_lo: Weeks
    u_hi: Weeks
    u_max: Weeks
    wage: DollarsPerHour
    overhead: DollarsPerMachineWeek
    finance_rate: Share
    wealth_floor: Dollars
    wealth_per_machine: Dollars
    belief_rate: Number
    win_prior_direct: Share
    win_prior_network: Share
    eta_plus: Number
    trust_failure: Number
    trust_bad_packet: Number
    trust_idle: Number
    stranger_trust: Share
    goodwill_new: Share
    list_noise: Number
    off_list: Number
    h_full: Hours
    psi: Number
    quick_share: Share
    sigma_full: Number
    sigma_quick: Number
    sigma_packet: Number
    selection: Number
    reorder_h: Hours
    p_w0: Share
    p_rev: Share
    p_scope: Share
    p_cert: Share
    loss_multiple: Number
    m_in_house: Number
    m_originator: Number
    m_buyer: Number
    kappa_e: Number
    effort_max: Number
    kappa_h_hours: Hours
    late_penalty: Share
    hassle_bar: Share
    poach_hassle: Dollars
    poach_price: Share
    dispute_h: Hours
    dispute_weeks: Count
    ack_cost: Dollars
    code_h: Hours
    outside_premium: Number
    handoff_h: Hours  # originator's hours per handoff besides admin and prep
    sigma_obs: DollarsPerMachineWeek
    peer_weight: Number
    trial_weight: Number
    switch_h: Hours
    curiosity: Share
    review_weeks: Count
    hysteresis: DollarsPerMachineWeek
    min_tenure: Count
    gain_prior: DollarsPerMachineWeek
    gain_prior_n: Number
    misroute0: Share
    channel_temperature: Number
    channel_floor: Share
    leave_margin: Number
    leave_jobs: Count
    buyer_join_base: Share
    buyer_join_slope: Share
    evidence_scale: Dollars
    insolvency_weeks: Count
    pure_profit: Flag
    accept_standard: Share
    # policy: routing, reputation, entry
    network: Flag  # whether there is a network at all
    null_network: Flag
    front_door: Flag
    back_door: Flag
    routing_mode: Code
    quotes_per_rfq: Count
    max_offers: Count
    tau_route: Number
    explore: Share
    share_cap: Share
    w_price: Number
    w_avail: Number
    w_fit: Number
    award_by: Code
    mu_award: Number
    info: Code
    candidates: Code
    order: Code
    w: SixWeights
    originator_w: ThreeWeights
    buyer_w: ThreeWeights
    memory: Share
    a0: Number
    b0: Number
    score_form: Code
    score_z: Number
    cp_cap: Share
    window: Count
    audit_rate: Share
    audit_fine: Dollars
    nu: SixWeights
    pool_fee: Share
    bonus_pool: Share
    sub_fee: Dollars
    exclusivity: Flag
    voice: Code
    floor: Share
    packet_cost: Dollars
    packet_bearer: Code
    screen: Share
    rfq_deposit: Dollars
    audit_h: Hours
    entry_fee: Dollars
    bond: Dollars
    vouch: Code
    cert_required: Flag
    cert_h: Hours
    cert_fee: Dollars
    disclosure: Share
    mandate: Share
    discipline: Share
    all_members: Flag  # null network and frictionless: every eligible shop from launch on
    withdraw_week: Week  # first week without the network, past the horizon if never
    subsidy: Dollars
    subsidy_end: Week
    trial_weeks: Count
    hype: DollarsPerMachineWeek
    n_hype: Number
    evidence: Code
    n_pub: Number
    operator_fixed: Dollars
    operator_variable: Dollars
    # lane: bit masks over processes, regions and buyer classes
    lane_processes: Count
    lane_regions: Count
    lane_buyers: Count
    lane_max_members: Count
    # vertical operators
    vertical_count: Count
    vertical_families: Count  # bit mask of processes
    vertical_sigma: Number
    vertical_breadth: Number
    vertical_nu: Number
    vertical_capacity: Share  # of the lane, each operator
    vertical_margin: Share
    vertical_lead: Count
    vertical_rush_share: Share
    vertical_rush_price: Number
    vertical_alpha: Share
    vertical_upload: Flag
    vertical_pricing: Flag
    vertical_traveler: Flag
    vertical_quality: Flag
    # ledger accounts that are not shops or buyers
    n_shops: Count
    n_buyers: Count
    record_decisions: Flag
    keep_events: Flag
