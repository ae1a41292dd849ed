"""Speed as ratios in one run: ``make bench``, or ``python benchmarks/run.py --only overhead --quick``.

The answers go to standard output as tables and to ``out/bench.json``; what is said along the way goes to standard
error. Two variants are compared round by round in one process where that is possible, so that a slow spell of the
machine hits both.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from harness.effort import FULL, QUICK, Effort
from harness.findings import Line, Measure
from harness.machine import machine
from harness.table import table_of
from measures import (
    against_reference,
    decisions,
    experiment,
    floors,
    overhead,
    page,
    phases,
    scale,
    seats,
    serving,
    start,
    sweeping,
    workers,
    world_size,
)

from handoff_experiments.files import write_whole
from handoff_web.compiling import compile_first
from handoff_web.errors import BROKEN, INTERRUPTED, REFUSED
from handoff_web.files import json_text
from handoff_web.terminal import progress, remarks, results

MODULES = (
    against_reference, phases, decisions, overhead, floors, seats, workers, scale, sweeping, experiment, serving, page,
    world_size, start,
)  # fmt: skip
MEASURES: dict[str, Measure] = {module.MEASURE.name: module.MEASURE for module in MODULES}
FORMAT = 1
DEFAULT_FILE = Path(__file__).resolve().parents[1] / "out" / "bench.json"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A measure with what it found and how long that took."""

    measure: Measure
    lines: list[Line]
    seconds: float

    def plain(self) -> dict[str, Any]:
        """The answer in JSON's own types."""
        return {
            "name": self.measure.name,
            "question": self.measure.question,
            "compared": self.measure.compared,
            "seconds": self.seconds,
            "lines": [line.plain() for line in self.lines],
        }


def answer(measure: Measure, effort: Effort) -> Answered:
    """Ask one measure, progress on standard error."""
    started = time.perf_counter()
    with progress() as meter:
        lines = measure.ask(effort, lambda done, total: meter.tell(measure.name, done, total))
    return Answered(measure=measure, lines=lines, seconds=time.perf_counter() - started)


def document(answers: Sequence[Answered], effort: Effort, facts: dict[str, Any]) -> dict[str, Any]:
    """Everything measured, as one JSON document."""
    aims = [line for answered in answers for line in answered.lines if line.aim is not None]
    return {
        "format": FORMAT,
        "machine": facts,
        "effort": asdict(effort),
        "seconds": sum(answered.seconds for answered in answers),
        "aims": {"stated": len(aims), "met": sum(line.met is True for line in aims)},
        "measures": [answered.plain() for answered in answers],
    }


def chosen(arguments: Sequence[str]) -> argparse.Namespace:
    """What was typed, checked."""
    parser = argparse.ArgumentParser(prog="benchmarks/run.py", description="Measure the speed of the model as ratios.")
    parser.add_argument("--only", action="append", metavar="NAME", help="ask this measure only; may be repeated")
    parser.add_argument("--quick", action="store_true", help="smaller worlds, fewer rounds, no cold start")
    parser.add_argument("--list", action="store_true", help="say what is measured, and measure nothing")
    parser.add_argument("--json", type=Path, default=DEFAULT_FILE, metavar="FILE", help="default: out/bench.json")
    found = parser.parse_args(arguments)
    unknown = [name for name in found.only or [] if name not in MEASURES]
    if unknown:
        print(f"--only: expected one of {', '.join(MEASURES)}; found {', '.join(unknown)}", file=sys.stderr)
        raise SystemExit(REFUSED)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask the measures, print and write what they found; 0 whether or not aims are met."""
    typed = chosen(sys.argv[1:] if arguments is None else arguments)
    if typed.list:
        for measure in MEASURES.values():
            print(f"{measure.name:<12}{measure.question} {measure.compared}.")
        return 0
    compile_first()
    effort = QUICK if typed.quick else FULL
    facts = machine()
    answers: list[Answered] = []
    status = 0
    try:
        for name in dict.fromkeys(typed.only or MEASURES):
            try:
                answers.append(answer(MEASURES[name], effort))
            except RuntimeError as broken:
                remarks().print(f"{name}: not measured: {broken}", style="red", markup=False)
                status = BROKEN
            else:
                results().print(table_of(MEASURES[name], answers[-1].lines))
    except KeyboardInterrupt:
        remarks().print(f"Interrupted: {len(answers)} measures were finished.")
        status = INTERRUPTED
    if answers:
        keep(document(answers, effort, facts), typed.json)
    return status


def keep(told: dict[str, Any], path: Path) -> None:
    """Write the document, whole or not at all, and say how it ends."""
    write_whole(path, json_text(told))
    aims = told["aims"]
    results().print(f"{aims['met']} of {aims['stated']} aims are met; {told['seconds']:.0f} s.")
    remarks().print(f"Written: {path.name}")


if __name__ == "__main__":
    sys.exit(main())
