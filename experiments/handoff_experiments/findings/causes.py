"""What is known of why the model differs from the pilot: one table, easy to edit.

A sentence quotes measured numbers (``facts.py``) and is shown only while they bear it out (``when``); of several for
one claim the first that holds is shown. Where a claim fails and no sentence holds, the page says that the cause is not
known. Add a sentence only for a cause that an arm of its own, or a measured number, speaks for.
"""

import re
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
        "It is adoption that differs, not use: where all shops expect $100 per machine-week of it at launch, "
        "{members_directory_hyped:.0%} instead of {members_directory:.0%} of them are members in the effect window, "
        "and {mediated_directory_hyped:.0%} of hours are mediated. The pilot calls its membership rule noisy.",
        lambda f: f["mediated_directory_hyped"] > max(0.2235, 2 * f["mediated_directory"]),
    ),
    Cause(
        "emergence.mediated",
        "The directory is used where there are members (with everybody in it mediates {mediated_directory_all:.0%} of "
        "hours), but it does not keep them: where all shops expect $100 per machine-week of it at launch, "
        "{members_directory_hyped:.0%} of shops are members in the effect window, against {members_directory:.0%} "
        "without the hype.",
        lambda f: f["mediated_directory_all"] > 0.2235 and f["members_directory_hyped"] < 0.3,
    ),
    Cause(
        "presets.pareto",
        "Where it is adopted it is one: with everybody in all three gain (last rows), but only {members_trust:.0%} of "
        "shops are members in the effect window.",
        lambda f: (
            all(f[f"{agent}_all_trust"] > 0 for agent in ("shops", "buyers", "operator")) and f["members_trust"] < 0.6
        ),
    ),
    Cause(
        "presets.members",
        "Shops start from expecting nothing and are cautious (R19), so adoption takes years: where they expect $100 "
        "per machine-week at launch, the members of `enforceable_trust` are {members_trust_hyped:.0%} instead of "
        "{members_trust:.0%}, those of `directory` {members_directory_hyped:.0%} instead of "
        "{members_directory:.0%}. The pilot calls its membership rule noisy.",
        lambda f: f["members_trust_hyped"] > f["members_trust"] + 0.05,
    ),
    Cause(
        "waste.phantoms",
        "More RFQs are meant here: the award rate is {award_rate:.2f} instead of .8, and with {quotes_phone:.1f} "
        "quotes an RFQ the identity gives {phantoms_implied:.3f}.",
        lambda f: f["award_rate"] > 0.82 and f["phantoms_implied"] < 0.2,
    ),
    Cause(
        "pairing.worth",
        "There is less luck to cancel: between seeds the level varies by an SD of {spread:,.0f} $ per shop-week, in "
        "the pilot by 1,000. And where shops decide about membership the effect itself varies: the directory has "
        "between {least_members:.0%} and {most_members:.0%} of them, depending on the seed; with everybody in, the "
        "SD of its effect is {spread_directory_all:,.0f}.",
        lambda f: f["spread"] < 700 and f["most_members"] > 1.5 * f["least_members"],
    ),
    Cause(
        "presets.quote_button",
        "It is the take: with 5 % instead of a third, buyers gain {buyers_button_small_take:+,.0f} instead of "
        "{buyers_button:+,.0f} $ per shop-week.",
        lambda f: f["buyers_button"] < 0 < f["buyers_button_small_take"],
    ),
    Cause(
        "presets.price",
        "Orders by the network are dearer than direct ones: {network_price_button:.2f} against "
        "{direct_price_button:.2f} of the reference price under `quote_button`, {network_price_trust:.2f} against "
        "{direct_price_trust:.2f} under `enforceable_trust`. Under `quote_button` it is the take: with 5 % instead of "
        "a third the index changes by {price_button_small_take:+.3f} instead of {price_button:+.3f}.",
        lambda f: (
            f["price_button_small_take"] < 0 < f["price_button"] and f["network_price_trust"] > f["direct_price_trust"]
        ),
    ),
    Cause(
        "presets.gap",
        "Those who join `tools_only` are the better shops: {selection_tools:.0f} of the gap of {gap_tools:.0f} is "
        "there between the same shops under the phone book. Why it was the other way round in the pilot is not known.",
        lambda f: f["selection_tools"] > 0.5 * f["gap_tools"] > 0,
    ),
    Cause(
        "presets.wasted",
        "Under `tools_only` packets are more complete: hours per quote change by {hours_tools:+.3f}, quotes per RFQ by "
        "{quotes_tools:+.2f}. That few are members is not the reason: with everybody in, wasted hours change by "
        "{wasted_tools_all:+.2f}.",
        lambda f: f["hours_tools"] < 0 and f["wasted_tools_all"] < 0,
    ),
    Cause(
        "presets.wasted",
        "Few shops are members: with everybody in, wasted hours change by {wasted_tools_all:+.2f} under `tools_only`.",
        lambda f: f["wasted_tools_all"] > 0,
    ),
    Cause(
        "relations.inherited",
        "Of the packet-caused NCRs on handed-off operations {by_phone:.0%} fall on phone handoffs, whose proof the "
        "field does not change; the rows by network show what it does change.",
        lambda f: f["by_phone"] > 0.5,
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
)


def cause_of(claim: str, known: Mapping[str, float]) -> str | None:
    """What may be said of a claim's cause with these numbers; None where nothing is known."""
    for cause in CAUSES:
        if cause.claim == claim and cause.when(known):
            return typeset(cause.text.format(**known))
    return None


def typeset(text: str) -> str:
    """True minus signs, and a space before the sign of a per cent."""
    return re.sub(r"(?<=\d)%", " %", re.sub(r"(?<!\w)-(?=\d)", "−", text))
