"""How busy a station is, what its hours are worth, and what lead time it can promise."""

from handoff_sim.compiled import compiled

BUSIEST = 2.0  # the ramp ends at twice the distance between the thresholds, so at four margins


@compiled
def load_weeks(backlog_h: float, lost_ahead_h: float, cap_h_per_week: float) -> float:
    """Weeks of work ahead of a station, hours already known to be lost included.

    R1: ``u = (backlog + lost ahead) / cap``; 0 for a station without machines.

    Symbols: u load, weeks; backlog_h and lost_ahead_h hours; cap_h_per_week nominal hours a week.
    Source: MODEL R1, decision D15.
    """
    if cap_h_per_week <= 0.0:
        return 0.0
    return (backlog_h + lost_ahead_h) / cap_h_per_week


@compiled
def opportunity_cost(load: float, margin_belief: float, u_lo: float, u_hi: float) -> float:
    """What an hour on a machine keeps from other work: nothing when idle, four margins when slammed.

    R1: ``omega = m * min(2, max(0, (u - u_lo) / (u_hi - u_lo)))^2``

    Symbols: omega, dollars per machine-hour; u = load, weeks; m = margin_belief, dollars per machine-hour;
    u_lo, u_hi the loads, in weeks, where hours start to be scarce and where omega equals the margin.
    Source: MODEL R1.
    """
    ramp = min(BUSIEST, max(0.0, (load - u_lo) / (u_hi - u_lo)))
    return margin_belief * ramp * ramp


@compiled
def promised_weeks(
    backlog_h: float, lost_ahead_h: float, cap_h_per_week: float, hours: float, machine_h_per_week: float
) -> float:
    """Weeks until one more op would be done: the queue ahead, then the op on one machine.

    R1: ``weeks(H) = (backlog + lost ahead) / cap + H / h``

    Symbols: H = hours of the op; h = machine_h_per_week, hours one machine runs in a week.
    Source: MODEL R10, decision D13.
    """
    return load_weeks(backlog_h, lost_ahead_h, cap_h_per_week) + hours / machine_h_per_week
