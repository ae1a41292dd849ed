"""N-family: how much the network does, and how cleanly (MODEL 5.3)."""

from functools import partial

from handoff_sim.codes import Account, Channel
from handoff_sim.metrics.arrays import ratio
from handoff_sim.metrics.indices import share_counted
from handoff_sim.metrics.lane import eligible
from handoff_sim.metrics.metric import Shops, figure
from handoff_sim.metrics.tenure import survival
from handoff_sim.metrics.view import EFFECT, View

network_figure = partial(figure, party="network")
member_figure = partial(figure, party="network", splits=True)


@network_figure(
    "N1",
    unit="shops",
    better="higher",
    formula="mean over weeks of shops with a network handoff or order in the last 13 weeks",
)
def active_members(view: View, shops: Shops) -> float:
    """Active members."""
    return ratio(view.weekly("active"), view.weeks)


@network_figure(
    "N1.share",
    unit="share",
    better="higher",
    formula="active members ÷ shops with a process and region of the lane that are not insolvent",
)
def active_share(view: View, shops: Shops) -> float:
    """Active share of eligible shops."""
    return ratio(ratio(view.weekly("active"), view.weeks), int(eligible(view.records).sum()))


@member_figure(
    "N1.tenure",
    unit="weeks",
    better="higher",
    formula="mean length of a membership by Kaplan–Meier, cut at the longest one seen; whole run",
)
def tenure(view: View, shops: Shops) -> float:
    """Mean length of a membership."""
    curve = survival(view.records.member_weeks[:, shops])
    return curve.mean_weeks if curve else float("nan")


@member_figure(
    "N1.half_life",
    unit="weeks",
    better="higher",
    formula="weeks until half of the memberships have ended, by Kaplan–Meier; whole run",
)
def half_life(view: View, shops: Shops) -> float:
    """Half-life of a membership."""
    curve = survival(view.records.member_weeks[:, shops])
    return curve.half_life_weeks if curve else float("nan")


@member_figure("N2", unit="share", better="higher", formula="the Distributed Factory Index, DFI")
def distributed_share(view: View, shops: Shops) -> float:
    """Distributed Factory Index."""
    return share_counted(view, shops)


@network_figure("N3", unit="share", better="neutral", formula="hours handed off by network ÷ hours handed off")
def network_share(view: View, shops: Shops) -> float:
    """Network share of inter-firm hours."""
    work = view.work
    return view.hours_share(shops, work.handed_off & (work.channel == Channel.NETWORK), work.handed_off)


@network_figure("N3.phone", unit="share", better="neutral", formula="hours handed off by phone ÷ hours handed off")
def phone_share(view: View, shops: Shops) -> float:
    """Phone share of inter-firm hours."""
    work = view.work
    return view.hours_share(shops, work.handed_off & (work.channel == Channel.PHONE), work.handed_off)


@member_figure(
    "N4",
    unit="share",
    better="neutral",
    formula="hours of operations whose job or handoff came by network ÷ hours made by shops",
)
def mediated_share(view: View, shops: Shops) -> float:
    """Network-mediated share of all hours."""
    return view.hours_share(shops, view.work.mediated)


@network_figure("N5", unit="share", better="lower", formula="repeats taken past the network ÷ leakable repeats")
def leak_share(view: View, shops: Shops) -> float:
    """Leakage of repeats."""
    return ratio(view.weekly("repeats_leaked"), view.weekly("repeats_leakable"))


@member_figure("N6", unit="share", better="higher", formula="network offers accepted ÷ network offers received")
def accept_rate(view: View, shops: Shops) -> float:
    """Accept rate of network offers."""
    return ratio(view.total("offers_accepted", shops), view.total("offers", shops))


@member_figure("N6.right", unit="share", better="higher", formula="offers with v ≥ 0 (R11) ÷ network offers received")
def right_work_rate(view: View, shops: Shops) -> float:
    """Right-work rate."""
    return ratio(view.total("offers_right", shops), view.total("offers", shops))


@member_figure(
    "N7", unit="share", better="lower", formula="fast acknowledgements later declined ÷ fast acknowledgements"
)
def acknowledged_then_declined(view: View, shops: Shops) -> float:
    """Acknowledged, then declined."""
    return ratio(view.total("fast_acks_declined", shops), view.total("fast_acks", shops))


@member_figure(
    "N7.answer",
    unit="hours",
    better="lower",
    formula="Σ hours to a binding answer ÷ (network offers − expired offers)",
)
def time_to_answer(view: View, shops: Shops) -> float:
    """Time to a binding answer."""
    answered = view.total("offers", shops) - view.total("offers_expired", shops)
    return ratio(view.total("answer_hours", shops), answered)


@network_figure("N8", unit="share", better="lower", formula="disputed NCRs ÷ NCRs, all channels")
def dispute_rate(view: View, shops: Shops) -> float:
    """Dispute rate."""
    return ratio(view.weekly("ncr_disputed"), view.weekly("ncr_events"))


@network_figure(
    "N8.unproven",
    unit="share",
    better="lower",
    formula="NCRs whose cause stayed unproven ÷ NCRs, all channels",
)
def unproven_share(view: View, shops: Shops) -> float:
    """Unproven share of NCRs."""
    return ratio(view.weekly("ncr_unproven"), view.weekly("ncr_events"))


@network_figure(
    "N8.network",
    unit="share",
    better="lower",
    formula="operations with an unproven NCR ÷ operations with an NCR, under network terms",
)
def unproven_in_network(view: View, shops: Shops) -> float:
    """Unproven share of the network's NCRs."""
    causes = view.records.ops["ncr_causes"][view.work.rows]
    failed = (causes != 0) & (view.work.channel == Channel.NETWORK)
    return ratio(float((failed & view.work.unproven).sum()), int(failed.sum()))


@network_figure(
    "N9",
    unit="$ per shop-week",
    better="higher",
    formula="net worth gained by the operator ÷ (shops × weeks)",
)
def operator_profit(view: View, shops: Shops) -> float:
    """Operator's profit."""
    account = view.records.n_shops + view.records.n_buyers + Account.OPERATOR
    return ratio(int(view.records.flows[EFFECT, account].sum()) / 100.0, view.shop_weeks)


@network_figure("N10", unit="share", better="lower", formula="slots given to a shop without the process ÷ slots routed")
def misroute_rate(view: View, shops: Shops) -> float:
    """Misroute rate."""
    return ratio(view.weekly("misroutes"), view.weekly("routed"))


@member_figure("N10.codes", unit="share", better="higher", formula="valid decline and closure codes ÷ codes given")
def code_validity(view: View, shops: Shops) -> float:
    """Validity of decline and closure codes."""
    return ratio(view.total("codes_valid", shops), view.total("codes", shops))


@network_figure(
    "N14",
    unit="partners per shop",
    better="neutral",
    formula="phone-book entries in the last week that were not there in the first ÷ shops",
)
def new_ties(view: View, shops: Shops) -> float:
    """New ties: partners met since the start and still in the phone book."""
    ties = view.records.ties
    return ratio(float(((ties["other"] >= 0) & (ties["initial"] == 0)).sum()), view.records.n_shops)


@network_figure(
    "N14.hours",
    unit="share",
    better="neutral",
    formula="hours handed off by phone to a shop outside the originator's initial phone book ÷ hours handed off",
)
def new_ties_used(view: View, shops: Shops) -> float:
    """Phone work that goes to partners met since the start."""
    work = view.work
    met = work.handed_off & work.outside_book & (work.channel == Channel.PHONE)
    return view.hours_share(shops, met, work.handed_off)


NETWORK = (
    active_members,
    active_share,
    tenure,
    half_life,
    distributed_share,
    network_share,
    phone_share,
    mediated_share,
    leak_share,
    accept_rate,
    right_work_rate,
    acknowledged_then_declined,
    time_to_answer,
    dispute_rate,
    unproven_share,
    unproven_in_network,
    operator_profit,
    misroute_rate,
    code_validity,
    new_ties,
    new_ties_used,
)
