"""The verdict in words, for each of those who will live with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handoff_experiments.contrasts import Contrast, Difference
from handoff_experiments.statistics.quadrants import Quadrant, QuadrantSummary
from handoff_experiments.statistics.verdict import Verdict
from handoff_experiments.wording import amount, interval, listed, number


class Audience(StrEnum):
    """Who is asking."""

    SHOPS = "shops"
    SMALL_SHOP = "small shop"
    LARGE_SHOP = "large shop"
    BUYER = "buyer"
    OPERATOR = "operator"
    REGION = "region"


@dataclass(frozen=True, kw_only=True)
class Concern:
    """What an audience looks at."""

    opening: str
    metric: str
    what: str  # the metric in the audience's words
    size: str | None = None  # size class, None for all
    hours: bool = False  # whether wasted quoting hours are told too


HOURS = "S3"  # wasted quoting hours
CONCERNS: Mapping[Audience, Concern] = {
    Audience.SHOPS: Concern(opening="For shops as a group", metric="S1", what="profit", hours=True),
    Audience.SMALL_SHOP: Concern(opening="For a small shop", metric="S1", what="profit", hours=True, size="S"),
    Audience.LARGE_SHOP: Concern(opening="For a large shop", metric="S1", what="profit", size="L", hours=True),
    Audience.BUYER: Concern(opening="For buyers", metric="B1", what="surplus"),
    Audience.OPERATOR: Concern(opening="For whoever runs the network", metric="N9", what="profit"),
    Audience.REGION: Concern(opening="For the region", metric="R5", what="total welfare"),
}
SAID = {
    Verdict.BETTER: "better",
    Verdict.WORSE: "worse",
}


def sentence(
    audience: Audience,
    found: Sequence[Contrast],
    quadrants: Mapping[str, QuadrantSummary],
    *,
    baseline: str,
) -> str:
    """One audience's verdict over all policies; those that are undecided are named as such.

    Args:
        audience: Who is asking.
        found: All contrasts of a comparison.
        quadrants: Where the shops of the audience's size stand, by policy; only shops have any.
        baseline: What the policies are compared with.
    """
    concern = CONCERNS[audience]
    cells = _cells(concern, found)
    if not cells:
        return f"{concern.opening}: {concern.metric} was not compared."
    parts = [
        f"{word} under {listed(told)}" for verdict, word in SAID.items() if (told := _told(concern, found, verdict))
    ]
    same = [policy for policy, cell in cells.items() if cell.verdict is Verdict.EQUIVALENT]
    if same:
        parts.append(f"no difference that matters under {listed(same)}")
    undecided = [policy for policy, cell in cells.items() if cell.verdict is Verdict.INCONCLUSIVE]
    if undecided:
        parts.append(f"inconclusive after {_pairs(cells, undecided)} pairs for {listed(undecided)}")
    text = f"{concern.opening}, {concern.what} against {baseline}: {'; '.join(parts)}."
    remarks = _remarks(quadrants)
    return f"{text} {remarks}" if remarks else text


def _told(concern: Concern, found: Sequence[Contrast], verdict: Verdict) -> list[str]:
    """Policies with one verdict, the largest difference first, each with its figures."""
    unit = next(contrast.measure.unit for contrast in found if contrast.measure.code == concern.metric)
    cells = [item for item in _cells(concern, found).items() if item[1].verdict is verdict]
    return [
        f"{policy} ({amount(cell.difference, unit)} {interval(cell.low, cell.high, unit)}"
        f"{_hours(concern, found, policy)})"
        for policy, cell in sorted(cells, key=lambda item: -abs(item[1].difference))
    ]


def _hours(concern: Concern, found: Sequence[Contrast], policy: str) -> str:
    """What is known of the audience's wasted quoting hours, as a continuation of the policy's verdict."""
    cell = _cells(replace(concern, metric=HOURS), found).get(policy) if concern.hours else None
    if cell is None or cell.verdict in (None, Verdict.INCONCLUSIVE):
        return ""
    if cell.verdict is Verdict.EQUIVALENT:
        return ", as many hours wasted on quotes"
    fewer_or_more = "fewer" if cell.difference < 0 else "more"
    return f", {number(abs(cell.difference))} {fewer_or_more} hours a week wasted on quotes"


def _cells(concern: Concern, found: Sequence[Contrast]) -> dict[str, Difference]:
    chosen = [contrast for contrast in found if contrast.measure.code == concern.metric]
    if concern.size is None:
        return {contrast.policy: contrast for contrast in chosen}
    return {contrast.policy: contrast.by_size[concern.size] for contrast in chosen if concern.size in contrast.by_size}


def _remarks(quadrants: Mapping[str, QuadrantSummary]) -> str:
    """Where the two meanings of "better off" part."""
    traps = [policy for policy, found in quadrants.items() if found.median_shop is Quadrant.TRAP]
    stranded = [policy for policy, found in quadrants.items() if found.median_shop is Quadrant.STRANDED_GAIN]
    parts = []
    if traps:
        parts.append(
            f"{listed(traps)} {_verb(traps, 'is a trap', 'are traps')}: joining pays each shop, "
            "and leaves shops together worse off."
        )
    if stranded:
        parts.append(
            f"{listed(stranded)} {_verb(stranded, 'strands a gain', 'strand a gain')}: shops together "
            "would be better off, and each does better by staying out."
        )
    return " ".join(parts)


def _pairs(cells: Mapping[str, Difference], policies: Sequence[str]) -> int:
    return max(cells[policy].pairs for policy in policies)


def _verb(subjects: Sequence[str], one: str, many: str) -> str:
    return one if len(subjects) == 1 else many
