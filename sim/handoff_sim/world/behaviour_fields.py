"""Fields of a world: behaviour, frictions and the money constants of the rules (MODEL 3.7, D14).

Terms of the phone book (bargaining share, calls, relational credit) are a policy's, in its ``phone`` group.
"""

from handoff_sim.policy.declare import flag, number, share, whole
from handoff_sim.policy.group import Group


class Behaviour(Group):
    """How people decide; each name is that of the formula it enters."""

    u_lo: float = number(1.9, "weeks of backlog", "Load below which an hour costs nothing extra", 0.3, 2)
    u_hi: float = number(2.4, "weeks of backlog", "Load at which an hour costs the full margin", 1.5, 5)
    u_max: float = number(5.0, "weeks of backlog", "Load above which a shop does not quote", 3, 10)
    wage: float = number(55.0, "$/h", "Estimator wage", 15, 200)
    overhead: float = number(275.0, "$/machine-week", "Overhead", 0, 3000)
    finance_rate: float = share(0.12, "Cost of waiting for money", low=0.0, high=0.24, unit="share per year")
    wealth_floor: float = number(50_000.0, "$", "Least wealth in risk decisions", 1000, 1_000_000)
    wealth_per_machine: float = number(20_000.0, "$/machine", "Wealth that a machine counts for", 0, 500_000)
    belief_rate: float = number(0.05, "per event", "Learning rate of every belief", 0.01, 0.2)
    eta_plus: float = number(0.10, "per success", "Growth of trust", 0.02, 0.3)
    trust_failure: float = share(0.7, "Trust left after a failure", low=0.4, high=0.95, unit="factor")
    trust_bad_packet: float = share(0.8, "Trust left after a bad packet", low=0.4, high=1, unit="factor")
    trust_idle: float = share(0.998, "Trust left after an idle week", low=0.9, high=1, unit="factor")
    stranger_trust: float = share(0.4, "Trust that a first success between strangers creates")
    goodwill_new: float = share(0.3, "Goodwill of a shop that enters a buyer's list")
    list_noise: float = number(0.60, "goodwill points", "Randomness of whom a buyer asks", 0, 2)
    off_list: float = share(0.3, "Goodwill of a shop that is on no list")
    h_full: float = number(1.0, "h", "Hours of a full quote for a complete packet", 0.2, 16)
    psi: float = number(1.0, "pure number", "Extra quote hours for an empty packet", 0, 4)
    quick_share: float = share(0.35, "Hours of a quick quote", low=0.2, high=0.6, unit="share of a full quote")
    sigma_full: float = number(0.08, "log points", "Error of a full estimate", 0.02, 0.3)
    sigma_quick: float = number(0.22, "log points", "Error of a quick estimate", 0.05, 0.6)
    sigma_packet: float = number(0.20, "log points", "Extra error for an empty packet", 0, 0.6)
    selection: float = share(1.0, "Whether quotes allow for winning by mistake (1) or not (0)", unit="factor")
    reorder_h: float = number(0.3, "h", "Hours of quoting a reorder", 0, 4)
    p_w0: float = share(0.030, "Workmanship nonconformances before effort", low=0.0, high=0.2)
    p_rev: float = share(0.025, "Wrong-revision nonconformances, revision not locked", low=0.0, high=0.2)
    p_scope: float = share(0.08, "Scope-change nonconformances, scope open", low=0.0, high=0.2)
    p_cert: float = share(0.020, "Certificate nonconformances, certificates incomplete", low=0.0, high=0.2)
    loss_multiple: float = number(0.5, "times the operation's price", "Loss of a nonconformance in house", 0.05, 2)
    m_in_house: float = number(1.0, "times the loss", "Loss if found in house", 1, 3)
    m_originator: float = number(2.0, "times the loss", "Loss if found by the originator", 1, 5)
    m_buyer: float = number(5.0, "times the loss", "Loss if found by the buyer", 1, 10)
    kappa_e: float = number(0.02, "share of production cost", "Cost of a unit of quality effort", 0.005, 0.06)
    effort_max: float = number(2.5, "units", "Most quality effort", 0.5, 5)
    kappa_h_hours: float = number(1.5, "h", "Hours of a unit of packet effort", 0.5, 4)
    late_penalty: float = share(0.02, "Penalty per week late", high=0.05, unit="share of price per week")
    hassle_bar: float = share(
        0.08, "Highest hassle of going around", low=0.01, high=0.25, unit="share of reference value"
    )
    poach_hassle: float = number(1200.0, "$", "Highest hassle of taking a partner's customer", 0, 5000)
    poach_price: float = share(0.95, "Price of a poacher", low=0.7, unit="share of the last price")
    dispute_h: float = number(4.0, "h per side", "Hours of a dispute", 0, 40)
    dispute_weeks: int = whole(4, "weeks", "Delay of payment by a dispute", 0, 26)
    ack_cost: float = number(4.0, "$", "Cost of a fast answer", 0, 100)
    code_h: float = number(0.15, "h", "Hours of a valid code", 0, 2)
    outside_premium: float = number(1.15, "times the operation's price", "Price of an outside processor", 1, 3)
    handoff_h: float = number(
        0.0, "h per handoff", "Originator's hours besides paperwork and preparation, any channel", 0, 8
    )
    coordination: float = number(370.0, "$/handoff", "Coordination of a phone handoff", 0, 400)
    network_coordination: float = share(0.30, "Coordination of a network handoff", unit="share of the phone's")
    chi: float = share(0.15, "Bargaining power lost by showing idle capacity", high=0.5)
    sigma_obs: float = number(150.0, "$/machine-week", "Noise of one observed gain", 10, 1000)
    peer_weight: float = number(0.5, "observations", "Weight of a peer's gain", 0, 2)
    trial_weight: float = number(2.0, "observations", "Weight of an own trial", 0, 5)
    switch_h: float = number(40.0, "h", "One-off hours of learning the network", 0, 160)
    curiosity: float = share(0.04, "Chance per review of trying whatever the estimate", high=0.1)
    review_weeks: int = whole(13, "weeks", "Time between reviews of membership", 4, 52)
    hysteresis: float = number(10.0, "$/machine-week", "Loss a member tolerates before leaving", 0, 50)
    min_tenure: int = whole(26, "weeks", "Least membership before leaving", 0, 104)
    gain_prior: float = number(0.0, "$/machine-week", "Gain expected of membership at the start", -500, 500)
    gain_prior_n: float = number(4.0, "observations", "Weight of that expectation", 0.5, 50)
    misroute0: float = share(0.25, "Work misrouted where no code is ever given", high=0.5)
    channel_temperature: float = number(
        0.05, "share of reference value", "Randomness of a buyer's choice of channel", 0.02, 0.2
    )
    channel_floor: float = share(0.1, "Least chance that a member buyer uses the network")
    leave_margin: float = number(
        0.08, "share of reference value", "How much worse the network must be for a buyer to leave", 0, 0.5
    )
    leave_jobs: int = whole(10, "jobs", "Network jobs before a buyer may leave", 0, 100)
    buyer_join_base: float = share(0.15, "Chance per review that a buyer joins")
    buyer_join_slope: float = share(0.5, "Extra chance at full coverage")
    evidence_scale: float = number(5000.0, "$", "Order value that counts as one full event", 100, 100_000)
    insolvency_weeks: int = whole(4, "weeks", "Weeks beyond the credit line before a shop closes", 1, 52)
    pure_profit: bool = flag(False, "Owners feel nothing about control")
