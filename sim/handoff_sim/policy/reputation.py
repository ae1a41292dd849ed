"""Which behaviour earns routing, and how it is remembered (question 6)."""

from enum import IntEnum

from handoff_sim.codes import BuyerMetric, Metric, OriginatorMetric, ScoreForm
from handoff_sim.policy.declare import Q6, flag, number, share, vector, word, words_of
from handoff_sim.policy.group import Group

LONGEST_WINDOW = 200  # events: longest window kept, also where memory is 1


class FeedbackReveal(IntEnum):
    """When two sides see each other's opinions."""

    SIMULTANEOUS = 0
    SEQUENTIAL = 1


class Reputation(Group):
    """Weights by metric, memory, prior, and what is audited."""

    active: bool = flag(True, "Whether the network keeps records of behaviour and routes by them", question=Q6)
    w: tuple[float, ...] = vector(
        (0.1, 0.1, 0.3, 0.3, 0.1, 0.1),
        words_of(Metric),
        "Weight in a receiving shop's score",
        total=1.0,
        unit="weight",
        question=Q6,
    )
    originator_w: tuple[float, ...] = vector(
        (0.5, 0.3, 0.2),
        words_of(OriginatorMetric),
        "Weight in an originator's score",
        total=1.0,
        unit="weight",
        question=Q6,
    )
    buyer_w: tuple[float, ...] = vector(
        (0.4, 0.4, 0.2),
        words_of(BuyerMetric),
        "Weight in a buyer's score",
        total=1.0,
        unit="weight",
        question=Q6,
    )
    memory: float = share(
        0.97, "What is left of a past event after each new one", low=0.8, unit="decay per event", question=Q6
    )
    a0: float = number(2.0, "events", "Good events a newcomer is credited with", 0.5, 10, question=Q6)
    b0: float = number(1.0, "events", "Bad events a newcomer is charged with", 0.5, 10, question=Q6)
    score_form: ScoreForm = word(ScoreForm.MEAN, "Score is the mean, or a cautious lower bound", question=Q6)
    score_z: float = number(
        0.0, "standard deviations", "How far below the mean the lower bound lies", 0, 2, question=Q6
    )
    cp_cap: float = share(
        0.25,
        "Most of the evidence that may come from one counterparty",
        low=0.05,
        unit="share of events",
        question=Q6,
    )
    audit_rate: float = share(0.03, "Chance that a reported event is checked", high=0.3, question=Q6)
    audit_fine: float = number(500.0, "$", "Fine for a false report", 0, 5000, question=Q6)
    nu: tuple[float, ...] = vector(
        (1.0, 0.4, 0.8, 0.7, 0.9, 1.0),
        words_of(Metric),
        "How far an event of the metric can be verified",
        question=Q6,
    )
    portable: bool = flag(True, "A score leaves with its shop (recorded; one network, so no effect yet)", question=Q6)
    feedback_reveal: FeedbackReveal = word(
        FeedbackReveal.SIMULTANEOUS,
        "When opinions are shown (recorded; scores use records only, so no effect yet)",
        question=Q6,
    )


def window_of(memory: float) -> int:
    """Events that the cap on one counterparty looks back on (D33): about as many as memory keeps."""
    return LONGEST_WINDOW if memory >= 1.0 else min(LONGEST_WINDOW, round(1.0 / (1.0 - memory)))
