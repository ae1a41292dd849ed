"""``handoff run``: one future."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from handoff_web.commands.options import Json, Policy, Seed, Settings, Weeks, World
from handoff_web.commands.strategies import assignments
from handoff_web.compiling import compile_first
from handoff_web.errors import Defect, Interrupted, Refusal
from handoff_web.files import STDOUT, refuse_other_endings, refuse_same_file, refuse_unwritable, whole_file, write_json
from handoff_web.inputs import Documents, with_settings
from handoff_web.terminal import progress, remarks, results

if TYPE_CHECKING:
    from handoff_sim.run import Run

Events = Annotated[
    Path | None, typer.Option("--events", metavar="FILE.parquet", help="Write the event log, a row per fact.")
]
Decisions = Annotated[
    Path | None,
    typer.Option("--decisions", metavar="FILE.parquet", help="Write decisions with their terms."),
]
Floor = Annotated[
    str | None,
    typer.Option("--floor", metavar="array|simpy", help="Same events; simpy knows minutes (default: as needed)."),
]
Trace = Annotated[
    Path | None, typer.Option("--trace", metavar="FILE.parquet", help="Write who ran what when, on the simpy floor.")
]
Queues = Annotated[
    Path | None, typer.Option("--queues", metavar="FILE.parquet", help="Write queue lengths, on the simpy floor.")
]
Gantt = Annotated[
    Path | None, typer.Option("--gantt", metavar="FILE.html", help="Draw the floor: machines, and work between shops.")
]
Check = Annotated[bool, typer.Option("--check", help="Check the conservation laws every week.")]
Played = Annotated[
    list[str] | None,
    typer.Option("--strategy", metavar="NAME:SHOPS", help="Let shops game the rules: milk:3,5; see strategies."),
]


def run(
    world: World,
    policy: Policy,
    seed: Seed = 1,
    weeks: Weeks = None,
    settings: Settings = None,
    json: Json = None,
    events: Events = None,
    decisions: Decisions = None,
    floor: Floor = None,
    trace: Trace = None,
    queues: Queues = None,
    gantt: Gantt = None,
    check: Check = False,
    strategy: Played = None,
) -> None:
    """Run one world under one policy with one seed."""
    refuse_unwritable(json=json, events=events, decisions=decisions, trace=trace, queues=queues, gantt=gantt)
    refuse_other_endings(".parquet", events=events, decisions=decisions, trace=trace, queues=queues)
    refuse_other_endings(".html", gantt=gantt)
    refuse_same_file(json=json, events=events, decisions=decisions, trace=trace, queues=queues, gantt=gantt)
    options = floor_options(floor, trace=trace, queues=queues, gantt=gantt)
    documents = with_settings(world, [policy], settings or [])
    played = assignments(strategy or [])
    compile_first()
    made = _Watched(documents, weeks)
    finished = made.simulate(
        seed, keep_events=bool(events), record_decisions=bool(decisions), check=check, strategies=played, **options
    )  # fmt: skip
    document = run_document(finished, documents, seed=seed)
    written: list[str] = []
    try:
        frames = (finished.events, finished.decisions, finished.segments, finished.queues)
        for path, frame in zip((events, decisions, trace, queues), frames, strict=True):
            if path:
                with whole_file(path) as part:
                    frame().to_parquet(part)
                written.append(str(path))
        if gantt:
            draw_floor(finished, documents, gantt)
            written.append(str(gantt))
        if json:
            write_json(document, json)
    except KeyboardInterrupt:
        kept = f"only {written[0]} was written" if written else "no file was written"
        raise Interrupted(f"Interrupted: the run was finished; {kept}.") from None
    if json != STDOUT:
        _print(document)
    for name in [*([json] if json and json != STDOUT else []), *written]:
        remarks().print(f"Written: {name}", soft_wrap=True)


def floor_options(floor: str | None, **files: Path | None) -> dict[str, Any]:
    """Options of ``simulate``: the floor asked for, or the one that the files need.

    Raises:
        Refusal: an unknown floor, or a file that the floor asked for cannot fill.
    """
    from handoff_sim.floor.choice import FLOORS

    if floor is not None and floor not in FLOORS:
        raise Refusal(f"--floor: expected one of {', '.join(FLOORS)}; found {floor}")
    wanted = [option for option, path in files.items() if path]
    if wanted and floor == "array":
        raise Refusal(f"--{wanted[0]}: expected --floor simpy, which knows minutes; found --floor array")
    return {"floor": floor or ("simpy" if wanted else "array"), "keep_trace": bool(wanted)}


def draw_floor(run: "Run", documents: Documents, path: Path) -> None:
    """Write the pictures of a watched run as one page."""
    from handoff_experiments.figures.page import write_page
    from handoff_experiments.figures.watched import watched

    world, policy = documents.world, documents.policies[0]
    figures = watched(run.segments(), run.queues(), run.records, processes=world.population.processes)
    write_page(figures, path, title=f"Handoff: the floor of {world.name} under {policy.name}, seed {run.seed}")


class _Watched:
    """A run under a progress bar; Ctrl-C says how far it came."""

    def __init__(self, documents: Documents, weeks: int | None) -> None:
        self.documents = documents
        self.weeks = weeks
        self.total = weeks or documents.world.clock.weeks
        self.reached = 0

    def simulate(self, seed: int, **options: Any) -> "Run":
        """Make the run, with the options of ``handoff_sim.run.simulate``."""
        from handoff_sim.invariants import BrokenLaw
        from handoff_sim.run import simulate

        world, policy = self.documents.world, self.documents.policies[0]
        title = f"{world.name} under {policy.name}, seed {seed}: weeks"
        try:
            with progress() as meter:

                def on_week(week: int) -> None:
                    self.reached = week
                    meter.tell(title, self.reached, self.total)

                return simulate(world, policy, seed=seed, weeks=self.weeks, on_week=on_week, **options)
        except ValueError as error:
            if not options.get("strategies"):
                raise
            raise Refusal(f"--strategy: {error}") from None
        except BrokenLaw as broken:
            what = f"a conservation law is broken, which is a defect of the model: {broken}"
            raise Defect(f"{world.name}, {policy.name}, seed {seed}: {what}") from None
        except KeyboardInterrupt:
            came = f"Interrupted in week {self.reached} of {self.total}; nothing was written."
            raise Interrupted(came) from None


def run_document(run: "Run", documents: Documents, *, seed: int) -> dict[str, Any]:
    """One run as a JSON document; its shape is in docs/command_line.md."""
    from handoff_experiments.versions import versions_of_model
    from handoff_sim.metrics import compute

    world, policy = documents.world, documents.policies[0]
    return {
        "world": world.name,
        "policy": policy.name,
        "seed": seed,
        "weeks": run.weeks,
        "settings": list(documents.settings),
        "strategies": [
            {"strategy": each.strategy, "agents": list(each.agents), "parameters": each.values}
            for each in run.strategies
        ],
        "events_sha256": run.events_sha256,
        "metrics": compute(run.records),
        "invariants": run.invariants,
        "hashes": {"world": run.world_hash, "policy": run.policy_hash},
        "versions": versions_of_model(run.model_version),
        "seconds": run.seconds,
    }


def _print(document: dict[str, Any]) -> None:
    from handoff_sim.metrics import METRICS

    console = results()
    console.print(f"[bold]{document['world']}[/] under [bold]{document['policy']}[/], seed {document['seed']}")
    console.print(f"{document['weeks']} weeks; events {document['events_sha256']}")
    table = Table("code", "metric", "value", "unit")
    for metric in METRICS:
        if metric.code in document["metrics"]:
            value = document["metrics"][metric.code]
            shown = f"{value:,.4g}" if math.isfinite(value) else "-"
            table.add_row(metric.code, metric.title, shown, metric.unit)
    console.print(table)
    if document["invariants"]:
        checked = ", ".join(f"{law} {times}" for law, times in document["invariants"].items())
        console.print(f"Conservation held every time it was checked: {checked}", soft_wrap=True)
