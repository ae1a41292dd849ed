"""F1 to F4: what the claim says as shares of sampled worlds, each supported, falsified or undetermined (MODEL 6, E7).

The rules were fixed before the runs: a share that the claim says is small is supported where its upper 95 % bound is at
most 0.10, and falsified where its lower one is above 0.20. Worlds are the unit: policies of one world share its luck,
so bounds count worlds, not pairs of world and policy.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from handoff_experiments.claim.deal import NO, UNDECIDED, YES, Prong
from handoff_experiments.claim.emergence import Definition
from handoff_experiments.claim.roles import Roles
from handoff_experiments.statistics.paired import paired_difference
from handoff_experiments.statistics.shares import share_interval

SMALL, LARGE = 0.10, 0.20
ALPHA = 0.10  # two one-sided bounds of 95 %


class Finding(StrEnum):
    """How a statement fares."""

    SUPPORTED = "supported"
    FALSIFIED = "falsified"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement with the share or difference it turns on, its one-sided 95 % bounds, and how it fares."""

    code: str
    about: str
    says: str
    definition: Definition
    value: float
    low: float
    high: float
    cases: int  # what the share is of
    worlds: int
    finding: Finding | None  # None: reported, and not what the paper claims


def statements(
    emerged: pd.DataFrame, deals: dict[Prong, pd.DataFrame], roles: Roles, definition: Definition
) -> tuple[Statement, ...]:
    """F1 to F4, then sufficiency.

    Args:
        emerged: Whether a factory emerged [world, arm]; missing where there was nothing to emerge.
        deals: Whether the deal is better [world, arm], by prong.
        roles: Which policy plays which part.
        definition: Of emergence.
    """
    arms = [arm for arm in roles.asked(tuple(emerged.columns)) if arm in emerged]
    found = [rare("F1", "tools without incentives", emerged[roles.tools], definition)]
    found += [necessity(emerged[arms], deals[prong], prong, definition) for prong in Prong]
    if {roles.both, roles.tools, roles.neither} <= set(emerged.columns):
        found.append(_more_by_incentives(emerged, roles, definition))
    found += [rare("F4", arm, emerged[arm], definition) for arm in roles.not_enough if arm in emerged]
    found += [sufficiency(emerged[arms], deals[prong], prong, definition) for prong in Prong]
    return tuple(found)


def rare(code: str, about: str, emerged: pd.Series, definition: Definition) -> Statement:
    """P(E) under one policy."""
    known = emerged.dropna().astype(bool)
    low, high = share_interval(int(known.sum()), len(known), alpha=ALPHA)
    return Statement(
        code=code,
        about=about,
        says=f"seldom emerges under {emerged.name}",
        definition=definition,
        value=float(known.mean()) if len(known) else float("nan"),
        low=low,
        high=high,
        cases=len(known),
        worlds=len(known),
        finding=_small(low, high),
    )


def necessity(emerged: pd.DataFrame, better: pd.DataFrame, prong: Prong, definition: Definition) -> Statement:
    """F2, P(not better | emerged): from the share that is decided not better to that which is not decided better."""
    here = pairs(emerged, better)
    cases = here[here["emerged"]]
    worse, open_ = (cases["better"] == NO).mean(), (cases["better"] == UNDECIDED).mean()
    worlds = cases["point"].nunique()
    low, high = _bounds(float(worse), float(worse + open_), worlds)
    return Statement(
        code="F2",
        about=str(prong),
        says="where it emerges, shops are seldom no better off",
        definition=definition,
        value=float(worse) if len(cases) else float("nan"),
        low=low,
        high=high,
        cases=len(cases),
        worlds=worlds,
        finding=_small(low, high),
    )


def sufficiency(emerged: pd.DataFrame, better: pd.DataFrame, prong: Prong, definition: Definition) -> Statement:
    """P(emerged | better): not what the paper claims, and reported beside."""
    here = pairs(emerged, better)
    cases = here[here["better"] == YES]
    share = float(cases["emerged"].mean()) if len(cases) else float("nan")
    worlds = cases["point"].nunique()
    low, high = _bounds(share, share, worlds)
    return Statement(
        code="sufficiency",
        about=str(prong),
        says="share of cases that emerge where shops are better off",
        definition=definition,
        value=share,
        low=low,
        high=high,
        cases=len(cases),
        worlds=worlds,
        finding=None,
    )


def _more_by_incentives(emerged: pd.DataFrame, roles: Roles, definition: Definition) -> Statement:
    """F3, paired by world: what incentives add to tools, less what tools add to nothing."""
    known = emerged[[roles.neither, roles.tools, roles.both]].dropna().astype(float)
    step = (known[roles.both] - known[roles.tools]).to_numpy()
    tools = (known[roles.tools] - known[roles.neither]).to_numpy()
    found = paired_difference(step, tools, alpha=ALPHA)
    finding = Finding.SUPPORTED if found.low > 0 else Finding.FALSIFIED if found.high < 0 else Finding.UNDETERMINED
    return Statement(
        code="F3",
        about="incentives, not software",
        says="incentives add more to tools than tools to nothing",
        definition=definition,
        value=found.mean,
        low=found.low,
        high=found.high,
        cases=len(known),
        worlds=len(known),
        finding=finding,
    )


def overall(found: tuple[Statement, ...]) -> Finding:
    """The claim as a whole: falsified if a part of it is, supported if all are."""
    parts = [each.finding for each in found if each.finding is not None]
    if Finding.FALSIFIED in parts:
        return Finding.FALSIFIED
    return Finding.SUPPORTED if set(parts) == {Finding.SUPPORTED} else Finding.UNDETERMINED


def pairs(emerged: pd.DataFrame, better: pd.DataFrame) -> pd.DataFrame:
    """A row per world and policy for which both are known: ``point``, ``arm``, ``emerged``, ``better``."""
    both = [
        pd.DataFrame({"point": emerged.index, "arm": arm, "emerged": emerged[arm], "better": better[arm]})
        for arm in emerged.columns
        if arm in better
    ]
    return pd.concat(both, ignore_index=True).dropna().astype({"emerged": bool})


def _bounds(low: float, high: float, worlds: int) -> tuple[float, float]:
    """Lower bound of the smaller share and upper bound of the larger one, counted in worlds."""
    if worlds == 0 or np.isnan(low):
        return 0.0, 1.0
    return share_interval(low * worlds, worlds, alpha=ALPHA)[0], share_interval(high * worlds, worlds, alpha=ALPHA)[1]


def _small(low: float, high: float) -> Finding:
    if high <= SMALL:
        return Finding.SUPPORTED
    return Finding.FALSIFIED if low > LARGE else Finding.UNDETERMINED
