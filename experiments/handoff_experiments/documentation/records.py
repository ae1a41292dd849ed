"""What can be observed of a run: metrics, events, decision records, ledger categories; and the coded words in them."""

import inspect
from collections.abc import Iterator
from enum import IntEnum

from handoff_experiments.documentation.markdown import code, item, listed, words
from handoff_sim import codes
from handoff_sim.codes import REAL, Category, EventKind
from handoff_sim.decision_kinds import DecisionKind
from handoff_sim.invariants import LAWS
from handoff_sim.ledger.decisions import TERM_NAMES
from handoff_sim.metrics import CONTRASTS, METRICS
from handoff_sim.metrics.metric import Contrast, Metric

PARTIES = {
    "shops": "Shops",
    "buyers": "Buyers",
    "network": "The network",
    "region": "The region",
    "size": "By size of shop",
    "index": "Indices",
}
COUNT = "SIZE"  # how many there are, no word of its own
OF_SEVERAL = "Indices of several runs"


def metric_lists() -> str:
    """Every metric with unit, direction and formula, by the party it is about."""
    parts = [(title, [one for one in METRICS if one.party == party]) for party, title in PARTIES.items()]
    told = [f"**{title}.**\n\n" + "\n".join(map(_metric, found)) for title, found in parts if found]
    return "\n\n".join([*told, f"**{OF_SEVERAL}.**\n\n" + "\n".join(map(_metric, CONTRASTS))])


def _metric(one: Metric | Contrast) -> str:
    better = "" if one.direction == "neutral" else f", {one.direction} is better"
    runs = f" Runs: {listed(one.runs)}." if isinstance(one, Contrast) else ""
    return item(f"{code(one.code)} {one.title} ({one.unit}{better}): {one.formula}.{runs}")


def decision_list() -> str:
    """Every kind of decision record with the terms it keeps."""
    return "\n".join(
        item(f"**{words(kind.name.lower())}**: {listed(map(code, TERM_NAMES[kind]))}.") for kind in DecisionKind
    )


def event_kinds() -> str:
    """The facts of the event log."""
    return listed(code(kind.name) for kind in EventKind)


def categories(*, real: bool) -> str:
    """Ledger categories that consume or create resources, or those that only move money."""
    return listed(code(one.name) for one in Category if (one in REAL) == real)


def laws() -> str:
    """Conservation laws that a run asserts every week, by name."""
    return listed(words(law.__name__) for law in LAWS)


def coded_words() -> str:
    """Every enum of the model with its words and numbers."""
    return "\n".join(_enum(kind) for kind in _enums())


def _enum(kind: type[IntEnum]) -> str:
    members = listed(f"{member.name} {int(member)}" for member in kind if member.name != COUNT)
    return item(f"**{kind.__name__}**. {(inspect.getdoc(kind) or '').partition(chr(10))[0]} {members}.")


def _enums() -> Iterator[type[IntEnum]]:
    for kind in vars(codes).values():
        if isinstance(kind, type) and issubclass(kind, IntEnum) and kind.__module__ == codes.__name__:
            yield kind
