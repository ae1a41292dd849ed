"""Cold and warm start: what a person waits for before the first result."""

import tempfile
import time
from contextlib import nullcontext

from harness import fresh
from harness.effort import Effort
from harness.findings import Line, Measure, Tell, ratios


def first_run(*, world: str, weeks: int, empty: bool) -> dict[str, float]:
    """CPU seconds of imports, of making machine code ready, and of a run; called in a process of its own.

    With an ``empty`` cache everything is compiled first, as ``make setup`` does; otherwise the first run loads
    what it needs, and what it takes longer than the second one is the loading.
    """
    clock = time.process_time()
    from handoff_scenarios import catalogue
    from handoff_sim.run import simulate
    from handoff_sim.warm import warm

    imported = time.process_time()
    if empty:
        warm()
    documents = catalogue.world(world), catalogue.policy("phone_book")
    started = time.process_time()
    simulate(*documents, seed=1, weeks=weeks)
    first = time.process_time()
    simulate(*documents, seed=1, weeks=weeks)
    run = time.process_time() - first
    return {"imports": imported - clock, "code": max(0.0, first - imported - run), "run": run, "first": first - started}


def ask(effort: Effort, tell: Tell) -> list[Line]:
    """A start with the machine code in its cache, and one with an empty cache."""
    starts = [effort.rounds, 1 if effort.cold else 0]
    answers: list[list[fresh.Answer]] = [[], []]
    for cold, count in enumerate(starts):
        for turn in range(count):
            tell(cold * starts[0] + turn, sum(starts))
            answers[cold].append(_start(effort, empty=bool(cold)))
    warm, cold_ones = answers
    lines = _lines("warm", warm)
    if cold_ones:
        typical = [Line(what="", unit="s", rounds=tuple(answer.cpu_seconds for answer in warm)).median]
        lines += _lines("cold", cold_ones)
        cold_over_warm = ratios([answer.cpu_seconds for answer in cold_ones], typical)
        lines.append(Line(what="cold over warm, the whole process", unit="times", rounds=cold_over_warm))
    return lines


def _start(effort: Effort, *, empty: bool) -> fresh.Answer:
    with tempfile.TemporaryDirectory() if empty else nullcontext() as folder:
        environment = {"HANDOFF_CACHE_DIR": folder} if folder else {}
        return fresh.call(
            "start:first_run", environment=environment, world=effort.world, weeks=effort.weeks, empty=empty
        )


def _lines(kind: str, answers: list[fresh.Answer]) -> list[Line]:
    said = [answer.said for answer in answers]
    code = "loading machine code" if kind == "warm" else "compiling"
    seconds = {
        "the whole process": [answer.cpu_seconds for answer in answers],
        "imports": [one["imports"] for one in said],
        code: [one["code"] for one in said],
        "a run": [one["run"] for one in said],
    }
    lines = [Line(what=f"{kind}: {what}", unit="s", rounds=tuple(found)) for what, found in seconds.items()]
    over = ratios(seconds["the whole process"], seconds["a run"])
    return [*lines, Line(what=f"{kind}: the whole process over one of its runs", unit="times", rounds=over)]


MEASURE = Measure(
    name="start",
    question="What does a start cost?",
    compared="CPU of a new process: imports, machine code (loaded, or compiled into an empty cache), then runs",
    ask=ask,
)
