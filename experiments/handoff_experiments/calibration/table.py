"""The calibration table: every band, what the worlds reach, in or out, and why; written to ``docs/calibration.md``."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from handoff_experiments.calibration.bands import BANDS, SIGNS, Band
from handoff_experiments.calibration.handles import HANDLES
from handoff_experiments.calibration.observing import observe
from handoff_experiments.calibration.signs import signs
from handoff_experiments.seeds import replication_seeds
from handoff_scenarios import catalogue
from handoff_sim.run import simulate
from handoff_sim.world.document import World

WORLDS = ("default", "sedgwick_2019")
ROOT_SEED = 2019
SEEDS = 24
SIGN_SEEDS = 8


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What a world reaches of one band: mean and standard error over seeds."""

    band: Band
    mean: float
    error: float

    @property
    def verdict(self) -> str:
        """In or out of the band; "not modelled" for a figure the model does not have."""
        if math.isnan(self.mean):
            return "not modelled"
        return "in" if self.band.holds(self.mean) else "**out**"


@dataclass(frozen=True, kw_only=True)
class WorldTable:
    """One world: what it reaches, and what identifies it."""

    world: World
    document: str  # content hash of the world that was measured
    reached: tuple[Reached, ...]
    events_sha256: str  # of its first phone-book run

    def of(self, code: str) -> Reached:
        """What it reaches of the band with this code."""
        return next(reached for reached in self.reached if reached.band.code == code)


def measure(name: str, executor: Executor, *, seeds: int = SEEDS, sign_seeds: int = SIGN_SEEDS) -> WorldTable:
    """Run a world of the catalogue and read every band."""
    world = catalogue.world(name)
    chosen = replication_seeds(ROOT_SEED, seeds)
    plain = executor.map(observe, [world] * seeds, chosen)
    signed = executor.map(signs, [world] * sign_seeds, chosen[:sign_seeds])
    first = executor.submit(first_hash, world)
    return WorldTable(
        world=world,
        document=world.content_hash,
        reached=(*_reached(BANDS, list(plain)), *_reached(SIGNS, list(signed))),
        events_sha256=first.result(),
    )


def first_hash(world: World) -> str:
    """Hash of the events of the world's first phone-book run: it changes when the model's numbers do."""
    seed = replication_seeds(ROOT_SEED, 1)[0]
    return simulate(world, catalogue.policy("phone_book"), seed=seed).events_sha256


def _reached(bands: Sequence[Band], rows: Sequence[Mapping[str, float]]) -> Iterator[Reached]:
    for band in bands:
        values = np.array([row[band.code] for row in rows])
        known = values[~np.isnan(values)]
        if len(known) == 0:
            yield Reached(band=band, mean=float("nan"), error=float("nan"))
        else:
            spread = float(known.std(ddof=1)) if len(known) > 1 else float("nan")
            yield Reached(band=band, mean=float(known.mean()), error=spread / math.sqrt(len(known)))


def page(tables: Sequence[WorldTable], *, seeds: int = SEEDS, sign_seeds: int = SIGN_SEEDS) -> str:
    """The whole document."""
    parts = (
        _head(tables, seeds, sign_seeds),
        _bands("A world without a network", BANDS, tables),
        _bands("What takes a network to be seen", SIGNS, tables),
        _reasons(tables),
        _handles(tables),
    )
    return "\n".join(parts)


def _head(tables: Sequence[WorldTable], seeds: int, sign_seeds: int) -> str:
    count = {table.world.name: sum(one.verdict == "in" for one in table.reached) for table in tables}
    total = len(BANDS) + len(SIGNS)
    met = ", ".join(f"{count[name]} of {total} in `{name}`" for name in count)
    hashes = "\n".join(
        f"| `{table.world.name}` | `{table.document[:16]}` | `{table.events_sha256[:16]}` |" for table in tables
    )
    return f"""# Calibration (E0)

Written by `make calibration`; do not edit. Today's market, the policy `phone_book`, should lie inside published bands
before any policy is judged in it. Bands met: {met}.
What is out stays visible, with the reason. A value is the mean over {seeds} seeds ({sign_seeds} for the second table),
with its standard error, in the effect window of 78 weeks.

Codes with SF are the stylised facts of [the model](model.md), 7.4; codes S1 to S12 are figures of the trade. Fields
of a world that no band speaks of are judgements inside stated ranges, to be swept rather than believed.

| world | document | first run's events |
|---|---|---|
{hashes}
"""


def _bands(title: str, bands: Sequence[Band], tables: Sequence[WorldTable]) -> str:
    names = " | ".join(f"`{table.world.name}` | " for table in tables)
    lines = [f"## {title}\n", f"| code | fact | unit | band | {names} | source |", "|" + "---|" * (5 + 2 * len(tables))]
    for band in bands:
        cells = " | ".join(f"{_value(table.of(band.code))} | {table.of(band.code).verdict}" for table in tables)
        lines.append(f"| {band.code} | {band.title} | {band.unit} | {interval_of(band)} | {cells} | {band.source} |")
    return "\n".join(lines) + "\n"


def _value(reached: Reached) -> str:
    return "-" if math.isnan(reached.mean) else f"{reached.mean:.4g} ± {reached.error:.2g}"


def interval_of(band: Band) -> str:
    """A band in words."""
    if math.isinf(band.high):
        return f"above {band.low:g}"
    return f"{band.low:g} to {band.high:g}"


def _reasons(tables: Sequence[WorldTable]) -> str:
    lines = ["## What is out, and why\n"]
    for band in (*BANDS, *SIGNS):
        where = [table.world.name for table in tables if table.of(band.code).verdict != "in"]
        if where:
            reason = (
                band.why_out or "No reason is known; the search below found no setting that meets it with the others."
            )
            lines.append(f"- **{band.code}** ({', '.join(where)}). {reason}")
    return "\n".join(lines) + "\n"


def _handles(tables: Sequence[WorldTable]) -> str:
    names = " | ".join(f"`{table.world.name}`" for table in tables)
    lines = [
        "## What was turned\n",
        "Only these fields, each inside its interval, by `python -m handoff_experiments.calibration search`: a Latin "
        "hypercube,\nthen a walk from its best points, towards the smallest sum of distances from the bands. No other "
        "field was tuned, and no\npolicy was looked at.\n",
        f"| field | interval | {names} | basis |",
        "|" + "---|" * (3 + len(tables)),
    ]
    for handle in HANDLES:
        path = handle.path.removesuffix(".most")
        values = " | ".join(f"{attrgetter(path)(table.world)}" for table in tables)
        lines.append(f"| `{path}` | {handle.low:g} to {handle.high:g} | {values} | {handle.basis} |")
    return "\n".join(lines) + "\n"


def measure_all(executor: Executor, on_world: Callable[[str], None] = lambda name: None) -> tuple[WorldTable, ...]:
    """The tables of every world that the page is about."""
    tables = []
    for name in WORLDS:
        on_world(name)
        tables.append(measure(name, executor))
    return tuple(tables)
