"""Observed patterns: the bands of the trade, what the worlds reach of them, and what misses; from what was measured."""

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from handoff_experiments.calibration.bands import BANDS, SIGNS, Band
from handoff_experiments.calibration.measured import read_measured
from handoff_experiments.calibration.table import Reached, interval_of
from handoff_experiments.documentation.markdown import code, item, listed, table

IN = "in"
FINDINGS = Path(__file__).resolve().parents[3] / "docs" / "findings.md"


def pattern_table() -> str:
    """Every band with what each world reaches of it."""
    tables = read_measured()
    rows = (
        (band.code, f"{band.title} ({band.unit})", interval_of(band), *(_reached(one.of(band.code)) for one in tables))
        for band in (*BANDS, *SIGNS)
    )
    return table(("", "pattern", "band", *(code(one.world.name) for one in tables)), rows)


def _reached(one: Reached) -> str:
    if math.isnan(one.mean):
        return one.verdict
    value = f"{one.mean:.3g} ± {one.error:.1g}"
    return value if one.verdict == IN else f"**{value}, out**"


def met() -> str:
    """How many bands each world meets."""
    return listed(
        f"{sum(one.verdict == IN for one in table.reached)} of {len(table.reached)} in {code(table.world.name)}"
        for table in read_measured()
    )


def misses() -> str:
    """What misses its band, where, and why."""
    return "\n".join(item(f"**{band.code}**, {_told(band, where)}. {band.why_out}") for band, where in _missed())


def missed() -> str:
    """What misses its band, and where."""
    return "; ".join(_told(band, where) for band, where in _missed())


def _missed() -> Iterator[tuple[Band, list[str]]]:
    tables = read_measured()
    for band in (*BANDS, *SIGNS):
        where = [table.world.name for table in tables if table.of(band.code).verdict != IN]
        if where:
            yield band, where


def _told(band: Band, where: Sequence[str]) -> str:
    return f"{band.title[:1].lower()}{band.title[1:]} ({listed(map(code, where))})"


def pattern_sources() -> str:
    """Where the bands come from."""
    sources = dict.fromkeys(band.source for band in (*BANDS, *SIGNS))
    by_source = {source: [band.code for band in (*BANDS, *SIGNS) if band.source == source] for source in sources}
    return "\n".join(item(f"{source}: {listed(codes)}.") for source, codes in by_source.items())


def findings_headline() -> str:
    """The sentence in bold that counts the claims of the pilot, from the page that `make findings` writes.

    Raises LookupError where the page has none.
    """
    return _found(r"^\*\*(Of \d+ claims, .+)\*\*$")[0]


def findings_against() -> str:
    """Claims of the pilot that do not hold here, from the same page."""
    return "\n".join(item(claim) for claim in _found(r"^\| (.+) \| `[\w.]+` \| \*\*disagrees\*\* \|$"))


def _found(pattern: str) -> list[str]:
    lines = re.findall(pattern, FINDINGS.read_text(encoding="utf-8"), re.MULTILINE)
    if not lines:
        raise LookupError(f"{FINDINGS.name}: expected a line like {pattern}; found none")
    return [str(line) for line in lines]
