"""What is known of why the model differs from the pilot: one line per claim, easy to edit.

A sentence quotes measured numbers (``facts.py``) and is shown only while they bear it out (``when``); where a claim
fails and no sentence holds, the page says that the cause is not known. Add a sentence only for a cause that an arm of
its own, or a measured number, speaks for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

UNKNOWN = "The cause is not known."


@dataclass(frozen=True)
class Cause:
    """A sentence about a claim that failed, and the numbers under which it may be said."""

    claim: str
    text: str
    when: Callable[[Mapping[str, float]], bool]


CAUSES: tuple[Cause, ...] = (
    Cause(
        "emergence.mediated",
        "The directory is used where there are members (with everybody in it mediates {mediated_directory_all:.0%} of "
        "hours), but it does not keep them: where all shops expect $100 per machine-week of it at launch, "
        "{members_directory_hyped:.0%} of shops are members in the effect window, against {members_directory:.0%} "
        "without the hype.",
        lambda f: f["mediated_directory_all"] > 0.2235 and f["members_directory_hyped"] < 0.3,
    ),
    Cause(
        "presets.members",
        "Shops start from expecting nothing (R19), and adoption takes years: where they expect $100 per machine-week "
        "at launch, the members of `enforceable_trust` are {members_trust_hyped:.0%} instead of {members_trust:.0%}. "
        "The directory's remain {members_directory_hyped:.0%}: it does not keep those it gets.",
        lambda f: f["members_trust_hyped"] > f["members_trust"] + 0.05 and f["members_directory_hyped"] < 0.3,
    ),
    Cause(
        "ablation.handoffs",
        "Shops hand off {handed_all_three:.0%} of all hours with all three, {handed_for_backlog:.0%} for backlog; with "
        "the phone book it is {handed_phone_book:.0%}, in the pilot .08. Jobs of two operations without large orders, "
        "as in the pilot, bring the index to {dfi_plain_jobs:.3f} only, so the kind of jobs is not the main reason.",
        lambda f: f["dfi_plain_jobs"] > 0.05 and f["handed_phone_book"] > 0.08,
    ),
    Cause(
        "ablation.prices",
        "It is not the take: without it the index changes by {price_all_three_no_take:+.3f}. More exposure does lower "
        "prices here, as with six quotes and an award scale of .12 (`directory`, all members: "
        "{price_directory_all:+.3f}); four quotes are hardly more than the {quotes_phone:.1f} that reach an RFQ by the "
        "phone book (the pilot's award and win rates imply 3.0).",
        lambda f: f["price_all_three_no_take"] > -0.025 > f["price_directory_all"] and f["quotes_phone"] > 3.2,
    ),
    Cause(
        "relations.leakage",
        "Leaving the network forgoes a record, and here that weighs more than the take: where records are at no stake "
        "(memory 1), {leak_01_no_stake:.0%} leave at a take of .1 instead of {leak_01:.0%}. At .3 it is "
        "{leak_03_no_stake:.0%}: only pairs that trust each other leave (R21), and {trusting:.0%} of repeats are "
        "theirs.",
        lambda f: f["leak_01_no_stake"] > 2 * f["leak_01"] and f["trusting"] < 0.9,
    ),
    Cause(
        "relations.floor",
        "The packet cost is a field of its own, charged whatever the floor. Where the floor brings its cost with it "
        "(neither against a floor of .95 at $60), mediated hours change by {floor_with_cost:+.3f}; the floor alone "
        "changes them by {floor_alone:+.3f}.",
        lambda f: f["floor_with_cost"] < 0 <= f["floor_alone"],
    ),
    Cause(
        "presets.price",
        "Orders that come by the network cost {network_price_trust:.3f} of the reference price under "
        "`enforceable_trust`, those that come directly {direct_price_trust:.3f}; in the phone book it is "
        "{phone_price:.3f}. Why the network's are dearer was not taken apart.",
        lambda f: f["network_price_trust"] > f["direct_price_trust"],
    ),
)


def cause_of(claim: str, known: Mapping[str, float]) -> str:
    """What may be said of a claim's cause with these numbers."""
    for cause in CAUSES:
        if cause.claim == claim and cause.when(known):
            return cause.text.format(**known).replace("-", "−")
    return UNKNOWN
