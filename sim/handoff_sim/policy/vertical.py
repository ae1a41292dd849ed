"""One-owner instant-quote factories that compete for narrow work (MODEL 1.2, D78)."""

from handoff_sim.policy.declare import flag, number, share, whole, words
from handoff_sim.policy.group import Group


class Controls(Group):
    """What the operator controls; dropping one shows what it is worth."""

    upload: bool = flag(True, "Packets are checked at upload; otherwise quick estimates by hand")
    price: bool = flag(True, "One pricing formula; otherwise prices as shops set them")
    traveler: bool = flag(True, "One traveler; otherwise packets come as buyers make them")
    quality_terms: bool = flag(True, "One set of quality terms; otherwise proof as in an email")


class Vertical(Group):
    """The vertical operators; none unless ``count`` says so."""

    count: int = whole(0, "operators", "How many there are", 0, 4)
    families: tuple[str, ...] = words(("sheet",), "Processes they serve")
    breadth: float = number(1.0, "part families", "How wide their part family is", 1, 16)
    sigma: float = number(0.08, "share of the price", "Error of the formula price at breadth 1", 0, 0.5)
    nu: float = number(0.25, "per family", "How fast the error grows with breadth", 0, 2)
    margin: float = share(0.49, "Gross margin", high=0.9, unit="share of revenue")
    capacity: float = share(0.10, "Capacity of each operator", unit="share of lane demand")
    lead_weeks: int = whole(2, "weeks", "Promised lead", 1, 12)
    rush_share: float = share(0.0, "Orders that pay for rush", unit="share of orders")
    rush_price: float = number(1.5, "times the price", "Price of rush work, lead 1 week", 1, 4)
    alpha: float = share(0.97, "Chance that the true cause can be proven")
    controls: Controls = Controls()
