"""How work finds a shop inside the network (question 6)."""

from handoff_sim.codes import AwardBy, Candidates, CapacityInfo, RoutingMode, RoutingOrder
from handoff_sim.policy.declare import Q5, Q6, flag, number, share, whole, word
from handoff_sim.policy.group import Group


class Routing(Group):
    """Doors, candidates, and the weights that order them."""

    front_door: bool = flag(True, "Buyers may send RFQs to the network", question=Q5)
    back_door: bool = flag(True, "Shops may hand operations off through the network", question=Q5)
    mode: RoutingMode = word(
        RoutingMode.SHORTLIST, "One shop is assigned, a short list is asked, or everybody is", question=Q6
    )
    quotes_per_rfq: int = whole(3, "quotes", "Shops asked per RFQ (one where work is assigned)", 1, 20, question=Q6)
    max_offers: int = whole(4, "offers", "Shops offered one handoff in turn", 1, 10, question=Q6)
    tau_route: float = number(
        0.10,
        "score units",
        "Randomness of routing: small follows the score, 1 is close to chance",
        0.02,
        1,
        question=Q6,
    )
    explore: float = share(0.1, "Chance that a place on the list goes to a newcomer", high=0.5, question=Q6)
    share_cap: float = share(
        0.3,
        "Most of a process's routed work that one shop may get",
        low=0.05,
        unit="share of routed jobs",
        question=Q6,
    )
    w_price: float = share(0.3, "Weight of price in routing", unit="weight", question=Q6)
    w_avail: float = share(0.3, "Weight of free capacity in routing", unit="weight", question=Q6)
    w_fit: float = share(0.2, "Weight of the right process in routing", unit="weight", question=Q6)
    award_by: AwardBy = word(AwardBy.BUYER, "Whose weights choose among quotes", question=Q6)
    mu_award: float = number(
        0.17,
        "share of reference value",
        "Price differences that hardly matter at award: small means price decides",
        0.03,
        0.4,
        question=Q6,
    )
    info: CapacityInfo = word(CapacityInfo.BANDED, "How much of a member's load the router sees", question=Q6)
    candidates: Candidates = word(Candidates.MEMBERS, "Where candidates for a handoff come from", question=Q6)
    order: RoutingOrder = word(RoutingOrder.SCORE, "In which order candidates are asked", question=Q6)
