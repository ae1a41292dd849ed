"""A buyer's award as far as its record tells it: the winner, the runner-up and an instant price (R26)."""

from collections.abc import Mapping

from handoff_sim.agents.buyer_cases import AwardCase, Bid
from handoff_sim.agents.cases import Case, Situation


def award_case(terms: Mapping[str, float], situation: Situation) -> AwardCase:
    """The award between those whose terms were recorded; the winner's bid is the first."""
    bids = tuple(
        Bid(
            price=terms[f"{before}price"],
            lead_weeks=terms[f"{before}lead_weeks"],
            goodwill=terms[f"{before}goodwill"],
            score=terms[f"{before}score"],
            noise=terms[f"{before}noise"],
        )
        for before in ("", "other_")
        if terms[f"{before}price"] > 0.0
    )
    return AwardCase.of_terms(terms, situation, 0, bids=bids)


def change_award(terms: Mapping[str, float], situation: Situation, name: str, value: float) -> Case:
    """The same award with one term changed."""
    return award_case({**terms, name: value}, situation)


def award_side(case: Case) -> str:
    """Who gets the job."""
    answer = case.rational()
    if answer.by_vertical:
        return "vertical operator"
    if answer.bid is None:
        return "nobody"
    return ("winner", "runner-up")[answer.bid]
