"""Time per decision taken: how long the model thinks about a quote, an award or a handoff."""

from typing import Any

from harness.clock import take_turns
from harness.effort import Effort
from harness.findings import Line, Measure, Tell, ratios

from handoff_scenarios import catalogue
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.run import Run, simulate

POLICIES = ("phone_book", "enforceable_trust")
COUNTED = {
    DecisionKind.QUOTE: "quotes evaluated",
    DecisionKind.AWARD: "awards decided",
    DecisionKind.MAKE_OR_HANDOFF: "decisions to make or hand off",
    DecisionKind.HANDOFF_RESPONSE: "answers to offers",
    DecisionKind.MEMBERSHIP: "reviews of membership",
}


def decisions_of(run: Run) -> dict[str, int]:
    """Decisions by kind, from the records of a run that kept them."""
    counts = dict.fromkeys(COUNTED.values(), 0)
    for chunk in run.chunks["decisions"]:
        for kind, name in COUNTED.items():
            counts[name] += int((chunk["kind"] == kind).sum())
    return counts


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """Nanoseconds per decision under each policy, counted in an identical run that recorded them."""
    return [line for number, policy in enumerate(POLICIES) for line in _of_policy(effort, tell, number, policy)]


def _of_policy(effort: Effort, tell: Tell, number: int, policy: str) -> list[Line]:
    asked: dict[str, Any] = {"seed": 1, "weeks": effort.weeks}
    documents = catalogue.world(effort.world), catalogue.policy(policy)
    recorded = simulate(*documents, **asked, record_decisions=True)
    if simulate(*documents, **asked).events_sha256 != recorded.events_sha256:
        raise RuntimeError(f"{policy}: expected the same events whether decisions are recorded or not")
    counts = decisions_of(recorded)
    del recorded
    plain, kept = take_turns(
        effort.rounds,
        (lambda: simulate(*documents, **asked), lambda: simulate(*documents, **asked, record_decisions=True)),
        tell=lambda done, total: tell(number * total + done, len(POLICIES) * total),
    )
    total = sum(counts.values())
    spent = tuple(1e9 * seconds / total for seconds in plain)
    return [
        Line(what=f"{policy}: a decision", unit="ns", rounds=spent),
        *(Line(what=f"{policy}: {name}", unit="in a run", rounds=(count,)) for name, count in counts.items()),
        Line(what=f"{policy}: a run that records its decisions", unit="times", rounds=ratios(kept, plain)),
    ]


MEASURE = Measure(
    name="decisions",
    question="How long does a decision take?",
    compared="CPU of a whole run, construction included, over the decisions that an identical recorded run counts",
    ask=ask,
)
