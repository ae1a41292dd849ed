"""The claim test in words."""

from typing import TYPE_CHECKING

from handoff_experiments.claim.emergence import Definition
from handoff_experiments.claim.statements import Finding, Statement
from handoff_experiments.wording import listed, number, percent

if TYPE_CHECKING:
    from handoff_experiments.claim.answer import ClaimAnswer


def sentences(answer: "ClaimAnswer") -> tuple[str, ...]:
    """The verdict, the statements one by one, what the other definition says, and the worlds against the claim."""
    found = answer.of(Definition.INDEX)
    claimed = [each for each in found if each.finding is not None]
    return (
        _verdict(answer, claimed),
        *(_share(each) for each in claimed if each.code in ("F1", "F4")),
        *(_necessity(each) for each in claimed if each.code == "F2"),
        *(_incentives(each) for each in claimed if each.code == "F3"),
        _sufficiency([each for each in found if each.code == "sufficiency"]),
        _left_behind(answer),
        _switch(answer, claimed),
        _usual(answer, claimed),
        *_boxes(answer),
    )


def _verdict(answer: "ClaimAnswer", claimed: list[Statement]) -> str:
    done, planned = answer.swept.points_done, answer.swept.plan.points
    over = f"{done} sampled worlds" if done == planned else f"{done} of {planned} sampled worlds (the rest was not run)"
    parts = {finding: [] for finding in Finding}  # type: dict[Finding, list[str]]
    for each in claimed:
        assert each.finding is not None
        parts[each.finding].append(f"{each.code} ({each.about})")
    said = " ".join(f"{finding.capitalize()}: {listed(names)}." for finding, names in parts.items() if names)
    return f"Over {over} and {len(answer.arms)} policies the claim as a whole is {answer.finding}. {said}"


def _share(found: Statement) -> str:
    return (
        f"{found.code}, {found.about}: it emerges in {percent(found.value)} of {found.worlds} worlds "
        f"({percent(found.low)} to {percent(found.high)}): {found.finding}."
    )


def _necessity(found: Statement) -> str:
    if not found.cases:
        return f"F2, {found.about}: nothing emerged, so nothing can be said: {found.finding}."
    return (
        f"F2, {found.about}: of {found.cases} cases in {found.worlds} worlds where it emerges, shops are shown to be "
        f"no better off in {percent(found.value)}; that share is at least {percent(found.low)}, and counting what is "
        f"not decided at most {percent(found.high)}: {found.finding}."
    )


def _incentives(found: Statement) -> str:
    return (
        f"F3, {found.about}: what incentives add to tools, less what tools add to nothing, is "
        f"{number(100 * found.value, signed=True)} points of worlds ({number(100 * found.low, signed=True)} to "
        f"{number(100 * found.high, signed=True)}): {found.finding}."
    )


def _sufficiency(found: list[Statement]) -> str:
    shares = [f"{each.about} {percent(each.value)} of {each.cases}" for each in found if each.cases]
    if not shares:
        return "In no case were shops shown to be better off."
    return (
        "Sufficiency, which the paper does not claim: where shops are better off, it emerges in this share of cases: "
        f"{listed(shares)}."
    )


def _left_behind(answer: "ClaimAnswer") -> str:
    """Why shops together are no better off where it emerges: the median shop, or a size class."""
    table = answer.by_policy()
    emerged, no = int(table["emerged"].sum()), int(table["together: no"].sum())
    if not no:
        return "Nowhere where it emerges are shops together shown to be no better off."
    median = int(table["median shop loses"].sum())
    worst = table.sort_values("together: no", ascending=False).iloc[0]
    return (
        f"Of the {no} of {emerged} cases where it emerges and shops together are no better off, the median shop loses "
        f"in {median}; in the others a size class is left behind. No policy has more of them than {worst['policy']}: "
        f"{int(worst['together: no'])} of its {int(worst['emerged'])}."
    )


def _switch(answer: "ClaimAnswer", claimed: list[Statement]) -> str:
    other = [each for each in answer.of(Definition.MEDIATED) if each.finding is not None]
    turned = [
        f"{a.code} ({a.about}) from {a.finding} to {b.finding}"
        for a, b in zip(claimed, other, strict=True)
        if a.finding != b.finding
    ]
    if not turned:
        return f"Counting {Definition.MEDIATED.words.removeprefix('by ')} instead turns no statement."
    return f"Counting {Definition.MEDIATED.words.removeprefix('by ')} instead turns {listed(turned)}."


def _usual(answer: "ClaimAnswer", claimed: list[Statement]) -> str:
    within = [each for each in answer.of(Definition.INDEX, answer.usual) if each.finding is not None]
    turned = [
        f"{a.code} ({a.about}) to {b.finding}" for a, b in zip(claimed, within, strict=True) if a.finding != b.finding
    ]
    said = f"turns {listed(turned)}" if turned else "turns no statement"
    return f"Keeping only the {len(answer.usual)} worlds whose phone book has a win rate from 15 to 55 % {said}."


def _boxes(answer: "ClaimAnswer") -> list[str]:
    said = []
    for what, (hits, box) in answer.boxes.items():
        count = f"In {int(hits.sum())} of {len(hits)} worlds {what}"
        if box is None:
            said.append(f"{count}; they are too few, or too many, to describe.")
        elif not box.limits:
            said.append(f"{count}; no few limits beyond chance say where.")
        else:
            said.append(f"{count}; mostly where {box.words(answer.swept.worlds())}.")
    return said
