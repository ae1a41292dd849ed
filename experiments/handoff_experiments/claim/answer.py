"""What came out of the claim test: statements, tables, pictures, and the worlds that count against it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.claim.deal import METHOD as DEAL_METHOD
from handoff_experiments.claim.deal import NO, YES, Prong, better, figure_signs, medians
from handoff_experiments.claim.emergence import Definition, Emergence, emergence
from handoff_experiments.claim.roles import Roles
from handoff_experiments.claim.statements import Finding, Statement, necessity, overall, pairs, rare, statements
from handoff_experiments.questions.answer import head_of, rows
from handoff_experiments.questions.head import Size
from handoff_experiments.statistics.shares import METHOD as SHARE_METHOD
from handoff_experiments.statistics.shares import share_interval
from handoff_experiments.sweeps.discovery import METHOD as BOX_METHOD
from handoff_experiments.sweeps.discovery import Box, find_box
from handoff_experiments.sweeps.swept import Swept

if TYPE_CHECKING:
    from handoff_experiments.questions.claim import ClaimQuestion

WIN_RATE = (0.15, 0.55)  # MODEL 0.1 and 7.4, SF1: competitive win rates that have been reported
SHORT = {"alone": Prong.UNILATERAL, "together": Prong.COLLECTIVE, "hours": Prong.HOURS, "growth": Prong.GROWTH}
RATIOS = tuple(number / 20 for number in range(2, 21))


@dataclass(frozen=True, kw_only=True)
class ClaimAnswer:
    """The claim test over the sampled worlds that are done."""

    question: "ClaimQuestion"
    size: Size
    swept: Swept
    roles: Roles
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether every sampled world was run."""
        return self.swept.complete

    @property
    def arms(self) -> tuple[str, ...]:
        """Policies that the claim is judged by."""
        return self.roles.asked(tuple(arm.name for arm in self.swept.plan.arms))

    @cached_property
    def emergence(self) -> Mapping[Definition, Emergence]:
        """What X3 is judged by, by either definition."""
        return {each: emergence(self.swept, each, self.roles.yardstick) for each in Definition}

    @cached_property
    def deals(self) -> dict[Prong, pd.DataFrame]:
        """Whether the deal is better [world, arm], by prong."""
        return better(self.swept)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """F1 to F4 and sufficiency, by the Distributed Factory Index, then by mediated hours."""
        return tuple(each for definition in Definition for each in self.of(definition))

    def of(self, definition: Definition, worlds: pd.Index | None = None) -> tuple[Statement, ...]:
        """Statements by one definition, over some of the worlds."""
        emerged = self.emergence[definition].judged()
        deals = self.deals
        if worlds is not None:
            emerged = emerged.loc[worlds]
            deals = {prong: frame.loc[worlds] for prong, frame in deals.items()}
        return statements(emerged, deals, self.roles, definition)

    @property
    def finding(self) -> Finding:
        """The claim as a whole, by the Distributed Factory Index."""
        return overall(self.of(Definition.INDEX))

    @cached_property
    def usual(self) -> pd.Index:
        """Worlds whose phone book has a competitive win rate that somebody has reported."""
        rate = self.swept.levels("S2")[self.swept.first].groupby("point").mean()
        found: pd.Index = rate.index[rate.between(*WIN_RATE)]
        return found

    @cached_property
    def boxes(self) -> Mapping[str, tuple[pd.Series, Box | None]]:
        """Which worlds count against the claim, and the part of the space where most of them lie."""
        emerged = self.emergence[Definition.INDEX].judged()
        worse = self.deals[Prong.ALL].reindex(columns=list(self.arms)) == NO
        known = emerged[list(self.arms)].fillna(False).astype(bool)
        hits = {
            f"it emerges under {self.roles.tools}, tools without incentives (against F1)": emerged[self.roles.tools]
            .fillna(False)
            .astype(bool),
            "it emerges under some policy that leaves shops worse off in money, hours or growth (against F2)": (
                known & worse
            ).any(axis=1),
        }
        worlds = self.swept.worlds()
        return {what: (hit, find_box(worlds, hit.to_numpy())) for what, hit in hits.items()}

    def sentences(self) -> tuple[str, ...]:
        """The verdict, each statement with its numbers, and where it fails."""
        from handoff_experiments.claim.wording import sentences

        return sentences(self)

    def shares(self) -> pd.DataFrame:
        """Share of worlds in which a factory emerged: a row per policy and definition, with 95 % bounds."""
        rows = []
        for definition, found in self.emergence.items():
            emerged = found.judged()
            for arm in self.arms:
                known = emerged[arm].dropna().astype(bool)
                low, high = share_interval(int(known.sum()), len(known))
                share = float(known.mean()) if len(known) else float("nan")
                rows.append(
                    {"policy": arm, "definition": str(definition), "share": share, "low": low, "high": high}
                    | {"worlds": len(known)}
                )
        return pd.DataFrame(rows)

    def strip(self) -> pd.DataFrame:
        """How the shares, F1 and F2 move with the least emergence ratio: a row per ratio and policy."""
        rows = []
        for least in RATIOS:
            emerged = self.emergence[Definition.INDEX].with_ratio(least)
            first = rare("F1", "tools", emerged[self.roles.tools], Definition.INDEX)
            every = necessity(emerged[list(self.arms)], self.deals[Prong.ALL], Prong.ALL, Definition.INDEX)
            rows += [
                {"ratio": least, "policy": arm, "share": float(emerged[arm].dropna().astype(float).mean())}
                | {"F1": str(first.finding), "F2": str(every.finding)}
                for arm in self.arms
            ]
        return pd.DataFrame(rows)

    def confusion(self) -> pd.DataFrame:
        """Cases (a world under a policy) by whether a factory emerged and whether shops are better off, by prong."""
        emerged = self.emergence[Definition.INDEX].judged()
        rows = []
        for prong, deal in self.deals.items():
            cases = pairs(emerged[list(self.arms)], deal)
            counts = cases.groupby(["emerged", "better"]).size()
            rows += [
                {"prong": str(prong), "emerged": yes, "better": sign, "cases": int(counts.get((yes, float(sign)), 0))}
                for yes in (True, False)
                for sign in (1, 0, -1)
            ]
        return pd.DataFrame(rows)

    def by_policy(self) -> pd.DataFrame:
        """Cases in which a factory emerged, by policy, and in how many of them shops are better off, or are not."""
        emerged = self.emergence[Definition.INDEX].judged()
        medians_of = figure_signs(self.swept, "gain")
        rows = []
        for arm in self.arms:
            here = emerged[arm].fillna(False).astype(bool)
            row: dict[str, Any] = {"policy": arm, "emerged": int(here.sum())}
            for words, prong in SHORT.items():
                deal = self.deals[prong][arm][here] if arm in self.deals[prong] else pd.Series(dtype=float)
                row |= {f"{words}: yes": int((deal == YES).sum()), f"{words}: no": int((deal == NO).sum())}
            rows.append(row | {"median shop loses": int((medians_of[arm][here] == NO).sum())})
        return pd.DataFrame(rows)

    def points(self) -> pd.DataFrame:
        """A row per world and policy: median U, median C, and whether a factory emerged."""
        found = medians(self.swept)
        emerged = self.emergence[Definition.INDEX].judged().stack()
        found["emerged"] = emerged.reindex(found.index)
        return found[found.index.get_level_values("arm").isin(self.arms)].reset_index()

    def tables(self) -> dict[str, pd.DataFrame]:
        """Evidence by title."""
        return {
            "Statements": self.table(self.statements),
            f"Statements over the {len(self.usual)} worlds with a usual win rate": self.table(
                self.of(Definition.INDEX, self.usual)
            ),
            "Where it emerges": self.shares(),
            "Emerged and better off": self.confusion(),
            "Better off where it emerges, by policy": self.by_policy(),
            "Runs that broke": self.swept.failures(),
        }

    @staticmethod
    def table(found: tuple[Statement, ...]) -> pd.DataFrame:
        """Statements as a table."""
        return pd.DataFrame(
            [
                {
                    "code": each.code,
                    "about": each.about,
                    "says": each.says,
                    "definition": str(each.definition),
                    "value": each.value,
                    "low": each.low,
                    "high": each.high,
                    "cases": each.cases,
                    "worlds": each.worlds,
                    "finding": None if each.finding is None else str(each.finding),
                }
                for each in found
            ]
        )

    def figures(self) -> tuple[go.Figure, ...]:
        """Forest of the statements, confusion, quadrants, threshold strip, peeling of the worlds against the claim."""
        from handoff_experiments.claim import figures

        return figures.of(self)

    @property
    def methods(self) -> dict[str, str]:
        """How conclusions were reached."""
        return {"deal": DEAL_METHOD, "shares": SHARE_METHOD, "boxes": BOX_METHOD}

    @property
    def hashes(self) -> dict[str, str]:
        """What the answer rests on."""
        return {"sweep": self.swept.plan.content_hash, "runs": self.swept.content_hash}

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data."""
        return head_of(self, self.hashes) | {
            "sampled": {"done": self.swept.points_done, "planned": self.swept.plan.points},
            "finding": str(self.finding),
            "tables": {title: rows(table) for title, table in self.tables().items()},
            "method": self.methods,
            "seconds": self.seconds,
        }
