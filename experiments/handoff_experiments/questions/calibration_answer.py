"""What came out of a calibration question: which targets a world meets, and what would move them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from handoff_experiments.calibration.targets import METHOD, RANGE_METHOD, Standing, Target, Turned
from handoff_experiments.questions.answer import head_of, rows
from handoff_experiments.questions.calibration import CalibrationQuestion
from handoff_experiments.questions.head import Size
from handoff_experiments.wording import MINUS, listed

ALPHA = 0.05  # for the targets together, and for the table of ranges together


@dataclass(frozen=True, kw_only=True)
class WorldReached:
    """One world: its targets, how they move with the parameters, and the runs that broke."""

    world: str
    world_hash: str
    policy_hashes: Mapping[str, str]
    targets: tuple[Target, ...]
    turned: tuple[Turned, ...]
    broken: tuple[tuple[str, int, str], ...]  # policy, seed, traceback
    own: Mapping[str, float]  # values of the parameters in this world

    def of(self, *standings: Standing) -> list[Target]:
        """Targets that stand so."""
        return [target for target in self.targets if target.standing in standings]


@dataclass(frozen=True, kw_only=True)
class CalibrationAnswer:
    """A calibration question with what its worlds reach."""

    question: CalibrationQuestion
    size: Size
    worlds: tuple[WorldReached, ...]
    planned: int  # worlds
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether every world was run and no run broke."""
        return len(self.worlds) == self.planned and not self.failures

    @property
    def failures(self) -> tuple[str, ...]:
        """Every run that broke."""
        return tuple(
            f"{world.world}: {policy}, seed {seed}: {reason}"
            for world in self.worlds
            for policy, seed, reason in world.broken
        )

    def sentences(self) -> tuple[str, ...]:
        """Which targets each world meets, which it misses and why, what is decided, and what moves the targets."""
        return tuple(sentence for world in self.worlds for sentence in self._of_world(world))

    def tables(self) -> dict[str, pd.DataFrame]:
        """The targets; then how each moves with every parameter at the ends of its range, the widest first."""
        ranges = self.ranges()
        return {"Targets": self.targets()} | (
            {} if ranges.empty else {"Parameters at the ends of their ranges": ranges}
        )

    def targets(self) -> pd.DataFrame:
        """A row per world and target: its band, what is reached with its interval, and where that stands."""
        return pd.DataFrame(
            [
                {
                    "world": world.world,
                    "target": target.band.code,
                    "title": target.band.title,
                    "unit": target.band.unit,
                    "must": target.band.code in self.question.must,
                    "band_low": target.band.low,
                    "band_high": target.band.high,
                    "mean": target.mean,
                    "low": target.low,
                    "high": target.high,
                    "standing": str(target.standing),
                    "seeds": len(target.values),
                    "source": target.band.source,
                }
                for world in self.worlds
                for target in world.targets
            ]
        )

    def ranges(self) -> pd.DataFrame:
        """A row per world, parameter, end of its range and target; the furthest moved in widths of its band first."""
        table = [
            {
                "world": world.world,
                "parameter": turn.parameter,
                "own": world.own[turn.parameter],
                "end": turn.end,
                "value": turn.value,
                "target": turn.code,
                "mean": turn.mean,
                "change": turn.change,
                "low": turn.low,
                "high": turn.high,
                "band_widths": abs(turn.change) / (band.high - band.low),
                "holds": turn.holds,
            }
            for world in self.worlds
            for turn in world.turned
            for band in [next(each for each in self.question.bands() if each.code == turn.code)]
        ]
        found = pd.DataFrame(table)
        return found if found.empty else found.sort_values("band_widths", ascending=False, ignore_index=True)

    def figures(self) -> tuple[go.Figure, ...]:
        """The pictures that the question asks for; by default the strip chart of the targets."""
        from handoff_experiments.questions.pictures import PICTURES

        asked = self.question.pictures or ("targets",)
        return tuple(figure for name in asked for figure in PICTURES[name](self))

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data: words, tables, hashes, and the value of every seed."""
        hashes = {world.world: world.world_hash for world in self.worlds}
        for world in self.worlds:
            hashes |= world.policy_hashes
        return {
            **head_of(self, hashes),
            "targets": rows(self.targets()),
            "ranges": rows(self.ranges()),
            "values": {
                world.world: {target.band.code: target.values.tolist() for target in world.targets}
                for world in self.worlds
            },
            "method": f"{METHOD}; {RANGE_METHOD}",
            "seconds": self.seconds,
        }

    def _of_world(self, world: WorldReached) -> list[str]:
        inside, outside = world.of(Standing.INSIDE), world.of(Standing.OUTSIDE)
        open_ones = world.of(Standing.UNDECIDED, Standing.UNKNOWN)
        seeds = self.question.effort(self.size).seeds
        told = [
            f"In {world.world}, over {seeds} seeds, {len(inside)} of {len(world.targets)} targets lie in their bands."
        ]
        if outside:
            told.append(f"Missed: {'; '.join(map(_missed, outside))}.")
        if open_ones:
            told.append(f"Not decided: {'; '.join(map(_missed, open_ones))}.")
        told += [
            f"{target.band.code} is out because: {target.band.why_out}" for target in outside if target.band.why_out
        ]
        return [*told, self._decision(world), *_of_ranges(world)]

    def _decision(self, world: WorldReached) -> str:
        """What the rule comes to: go on only where every target that must be met is."""
        must = self.question.must
        missed = [t.band.code for t in world.of(Standing.OUTSIDE) if t.band.code in must]
        undecided = [t.band.code for t in world.of(Standing.UNDECIDED, Standing.UNKNOWN) if t.band.code in must]
        if missed:
            return f"Decision: stop, as {listed(missed)} must be met and {'is' if len(missed) == 1 else 'are'} not."
        if undecided:
            return f"Decision: none yet, as {listed(undecided)} must be met and more seeds are needed to tell."
        return f"Decision: go on, as all {len(must)} targets that must be met are."


def _missed(target: Target) -> str:
    """A target that is not inside its band, with the digits that tell it from the band's end."""
    band = target.band
    wanted = f"above {band.low:g}" if band.high == float("inf") else f"{band.low:g} to {band.high:g}"
    if target.standing is Standing.UNKNOWN:
        return f"{band.code} {band.title.lower()}, of which no run had a value"
    found = f"{target.mean:.3g} [{target.low:.3g} to {target.high:.3g}]".replace("-", MINUS)
    return f"{band.code} {band.title[0].lower()}{band.title[1:]}, {found} against {wanted} {band.unit}"


def _of_ranges(world: WorldReached) -> list[str]:
    """Which parameters take a target out of its band that is in it, or into it."""
    if not world.turned:
        return []
    was = {target.band.code: target.band.holds(target.mean) for target in world.targets}
    lost: dict[str, list[str]] = {}
    won: dict[str, list[str]] = {}
    for turn in world.turned:
        if turn.moves and turn.holds != was[turn.code]:
            changed = won if turn.holds else lost
            codes = changed.setdefault(f"{turn.parameter} at {turn.value:g}", [])
            codes.append(turn.code)
    told = []
    if lost:
        told.append("Out of its band goes " + "; ".join(f"{listed(c)} with {end}" for end, c in lost.items()) + ".")
    if won:
        told.append("Into its band comes " + "; ".join(f"{listed(c)} with {end}" for end, c in won.items()) + ".")
    return told or ["No parameter at an end of its range takes a target across the edge of its band."]
