"""How the network is brought to market (question 4)."""

from handoff_sim.codes import Evidence
from handoff_sim.policy.declare import Q4, Q5, number, whole, word
from handoff_sim.policy.group import Group


class Launch(Group):
    """Start, subsidy, and what shops are told."""

    week: int | None = whole(
        None, "week", "Week of launch; none for the world's own", 0, 5200, optional=True, question=Q5
    )
    withdraw_week: int | None = whole(
        None,
        "week",
        "Week from which there is no network any more; none for never",
        1,
        5200,
        optional=True,
        question=Q5,
    )
    subsidy: float = number(0.0, "$/member-week", "Subsidy of a member", 0, 1000, question=Q4)
    subsidy_end: int | None = whole(
        None, "week", "Week in which the subsidy ends; none for never", 1, 5200, optional=True, question=Q4
    )
    trial_weeks: int = whole(0, "weeks", "Free trial before a shop must decide", 0, 52, question=Q4)
    hype: float = number(0.0, "$/machine-week", "Gain that branding makes shops expect", 0, 500, question=Q4)
    n_hype: float = number(0.0, "observations", "Own observations that the branding is worth", 0, 50, question=Q4)
    evidence: Evidence = word(Evidence.NONE, "What is published about earlier members' gains", question=Q4)
    n_pub: float = number(0.0, "observations", "Own observations that a publication is worth", 0, 50, question=Q4)
