"""``handoff why``: the decisions of one shop in one week, and what would have turned each."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff_web.commands.options import Json, Policy, Seed, Settings, Weeks, World
from handoff_web.commands.run import Played
from handoff_web.commands.strategies import assignments
from handoff_web.compiling import compile_first
from handoff_web.errors import Interrupted, Refusal
from handoff_web.explanations import print_overview, print_week
from handoff_web.files import STDOUT, refuse_other_endings, refuse_same_file, refuse_unwritable, write_json
from handoff_web.inputs import Documents, with_settings
from handoff_web.terminal import progress, remarks, results

if TYPE_CHECKING:
    from handoff_experiments.bad_question import BadQuestion
    from handoff_experiments.explaining import Explained
    from handoff_experiments.explaining.asked import Asked
    from handoff_sim.run import Run

Shop = Annotated[int | None, typer.Option("--shop", min=0, metavar="I", help="Number of the shop.")]
Buyer = Annotated[int | None, typer.Option("--buyer", min=0, metavar="B", help="Number of a buyer, instead of a shop.")]
Week = Annotated[
    int | None, typer.Option("--week", min=0, metavar="W", help="Week, from 0; without it, the weeks are listed.")
]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only this kind of decision, such as quote.")]
Job = Annotated[str | None, typer.Option("--job", metavar="JOB", help="Only this job: name, its beginning, or key.")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.html", help="Write a page with pictures; needs --week.")
]


def why(
    world: World,
    policy: Policy,
    shop: Shop = None,
    week: Week = None,
    seed: Seed = 1,
    buyer: Buyer = None,
    kind: Kind = None,
    job: Job = None,
    weeks: Weeks = None,
    settings: Settings = None,
    json: Json = None,
    report: Report = None,
    strategy: Played = None,
) -> None:
    """Say why a shop decided as it did in a week, and what would have turned each decision."""
    refuse_unwritable(json=json, report=report)
    refuse_other_endings(".html", report=report)
    refuse_same_file(json=json, report=report)
    if report and week is None:
        raise Refusal("--report: expected --week as well; without it, only the weeks are listed")
    documents = with_settings(world, [policy], settings or [])
    asked = _asked(documents, shop=shop, buyer=buyer, week=week, weeks=weeks, seed=seed, kind=kind, job=job,
                   strategies=strategy or [])  # fmt: skip
    compile_first()
    run = _live(asked)
    if week is None:
        _list_weeks(asked, run, json)
    else:
        _tell_week(asked, run, week, strategy or [], json, report)


def _asked(documents: Documents, *, seed: int, kind: str | None, strategies: Sequence[str], **question: Any) -> "Asked":
    """The question, checked against the world before anything runs."""
    from handoff_experiments.bad_question import BadQuestion
    from handoff_experiments.explaining.asked import Asked

    try:
        return Asked.of(
            documents.world,
            documents.policies[0],
            seed=seed,
            kinds=() if kind is None else (kind,),
            settings=documents.settings,
            strategies=assignments(strategies),
            **question,
        )
    except BadQuestion as bad:
        raise Refusal(_in_options(bad)) from None


def _in_options(bad: "BadQuestion") -> str:
    """What is wrong, told by the option it was typed with."""
    if bad.path == "shop and buyer":
        return f"--shop and --buyer: expected {bad.expected}; found {bad.found}"
    if bad.path == "kind":
        return f"{bad.found}: expected {bad.expected}"
    return f"--{bad.path} {bad.found}: expected {bad.expected}"


def _live(asked: "Asked") -> "Run":
    """Live through the weeks under a progress bar; Ctrl-C says how far they came."""
    title = f"{asked.world.name} under {asked.policy.name}, seed {asked.seed}: weeks"
    reached = 0
    try:
        simulation = asked.simulation()
    except ValueError as error:
        if not asked.strategies:
            raise
        raise Refusal(f"--strategy: {error}") from None
    try:
        with progress() as meter:

            def on_week(week: int) -> None:
                nonlocal reached
                reached = week
                meter.tell(title, week, asked.last)

            return asked.live(simulation, on_week)
    except KeyboardInterrupt:
        raise Interrupted(f"Interrupted in week {reached} of {asked.last}; nothing was written.") from None


def _list_weeks(asked: "Asked", run: "Run", json: str | None) -> None:
    found = asked.counted(run)
    if json:
        write_json(asked.weeks_answer(run, found), json)
    if json != STDOUT:
        print_overview(results(), asked.who, found, buyer=asked.is_buyer)
        _say_where(json, None)


def _tell_week(
    asked: "Asked", run: "Run", week: int, strategies: Sequence[str], json: str | None, report: Path | None
) -> None:
    found = asked.explained(run)
    if report:
        _write_report(asked, found, week, strategies, report)
    if json:
        write_json(asked.week_answer(run, found), json)
    if json != STDOUT:
        is_narrowed = bool(asked.kinds) or asked.job is not None
        print_week(results(), asked.who, week, found, is_narrowed=is_narrowed)
        _say_where(json, report)
    elif report:
        remarks().print(f"Report: {report}", soft_wrap=True)


def _write_report(
    asked: "Asked", found: "Sequence[Explained]", week: int, strategies: Sequence[str], report: Path
) -> None:
    from handoff_experiments.explaining.page import Heading, write_page

    world, policy = asked.world.name, asked.policy.name
    words = ["handoff", "why", world, policy, "--seed", str(asked.seed), f"--{asked.side}", str(asked.number)]
    words += ["--week", str(week), "--weeks", str(asked.weeks)]
    words += [word for setting in asked.settings for word in ("--set", setting)]
    words += [word for played in strategies for word in ("--strategy", played)]
    command = shlex.join(words)
    heading = Heading(who=asked.who, week=week, world=world, policy=policy, seed=asked.seed, command=command)
    write_page(heading, found, report)


def _say_where(json: str | None, report: Path | None) -> None:
    for what, path in (("Result", json), ("Report", report)):
        if path:
            remarks().print(f"{what}: {path}", soft_wrap=True)
