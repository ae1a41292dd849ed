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
from handoff_web.inputs import Documents, pick, with_settings
from handoff_web.terminal import progress, remarks, results
from handoff_web.versions import versions

if TYPE_CHECKING:
    from handoff_experiments.explaining import Explained
    from handoff_sim.decision_kinds import DecisionKind
    from handoff_sim.run import Run, Simulation

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
    asked = _Asked(documents, (shop, buyer), week, weeks, strategy or [])
    kinds = asked.kinds(kind)
    compile_first()
    run = asked.run(seed)
    head = asked.head(run, seed)
    if week is None:
        _list_weeks(asked, run, head, json)
        return
    _tell_week(asked, run, head, week, kinds, job, json, report)


class _Asked:
    """Who is asked about which week, checked against the world before anything runs."""

    def __init__(
        self,
        documents: Documents,
        who: tuple[int | None, int | None],
        week: int | None,
        weeks: int | None,
        strategies: Sequence[str],
    ) -> None:
        shop, buyer = who
        if (shop is None) == (buyer is None):
            found = "neither" if shop is None else "both"
            raise Refusal(f"--shop and --buyer: expected one of them; found {found}")
        self.strategies = tuple(strategies)
        self.played = assignments(strategies)
        self.documents = documents
        self.is_buyer = buyer is not None
        self.number = int(shop if buyer is None else buyer)  # type: ignore[arg-type]
        self.weeks = weeks or documents.world.clock.weeks
        self.week = week
        population = documents.world.population
        known = population.buyers if self.is_buyer else population.shops
        option = "--buyer" if self.is_buyer else "--shop"
        if self.number >= known:
            raise Refusal(f"{option} {self.number}: expected 0 to {known - 1} in {documents.world.name}")
        if week is not None and week >= self.weeks:
            raise Refusal(f"--week {week}: expected 0 to {self.weeks - 1}, for the run has {self.weeks} weeks")

    @property
    def who(self) -> str:
        """Who is asked."""
        return f"{'buyer' if self.is_buyer else 'shop'} {self.number}"

    def kinds(self, name: str | None) -> "tuple[DecisionKind, ...]":
        """The kinds of decision that are wanted."""
        if name is None:
            return ()
        from handoff_experiments.explaining.decisions import BUYER_KINDS, SHOP_KINDS

        known = sorted(BUYER_KINDS if self.is_buyer else SHOP_KINDS)
        return (pick(name, known, lambda kind: kind.name.lower(), f"kind of decision of a {self.who.split()[0]}"),)

    def run(self, seed: int) -> "Run":
        """Live through the weeks up to the one that is asked about."""
        simulation = self.simulation(seed)
        last = self.weeks if self.week is None else self.week + 1
        title = f"{self.documents.world.name} under {self.documents.policies[0].name}, seed {seed}: weeks"
        try:
            with progress() as meter:
                while simulation.week < last:
                    simulation.step()
                    meter.tell(title, simulation.week, last)
        except KeyboardInterrupt:
            raise Interrupted(f"Interrupted in week {simulation.week} of {last}; nothing was written.") from None
        finally:
            simulation.close()
        return simulation.result()

    def simulation(self, seed: int) -> "Simulation":
        """A run at its start."""
        from handoff_sim.run import Simulation

        try:
            return Simulation(
                self.documents.world,
                self.documents.policies[0],
                seed=seed,
                weeks=self.weeks,
                record_decisions=True,
                keep_events=True,
                strategies=self.played,
            )
        except ValueError as error:
            if not self.played:
                raise
            raise Refusal(f"--strategy: {error}") from None

    def head(self, run: "Run", seed: int) -> dict[str, Any]:
        """What the document starts with."""
        from handoff_experiments.explaining.document import FORMAT

        return {
            "format": FORMAT,
            "world": self.documents.world.name,
            "policy": self.documents.policies[0].name,
            "seed": seed,
            "weeks": self.weeks,
            "settings": list(self.documents.settings),
            "strategies": [
                {"strategy": each.strategy, "agents": list(each.agents), "parameters": each.values}
                for each in run.strategies
            ],
            "hashes": {"world": run.world_hash, "policy": run.policy_hash},
            "versions": versions(run.model_version),
            "buyer" if self.is_buyer else "shop": self.number,
        }


def _list_weeks(asked: _Asked, run: "Run", head: dict[str, Any], json: str | None) -> None:
    from handoff_experiments.explaining import overview
    from handoff_experiments.explaining.document import overview_document

    found = overview(run, asked.number, buyer=asked.is_buyer)
    if json:
        write_json(head | {"by_week": overview_document(found)}, json)
    if json != STDOUT:
        print_overview(results(), asked.who, found, buyer=asked.is_buyer)
        _say_where(json, None)


def _tell_week(
    asked: _Asked,
    run: "Run",
    head: dict[str, Any],
    week: int,
    kinds: "Sequence[DecisionKind]",
    job: str | None,
    json: str | None,
    report: Path | None,
) -> None:
    from handoff_experiments.explaining import explain
    from handoff_experiments.explaining.document import week_document

    found = explain(run, asked.number, week, buyer=asked.is_buyer, kinds=kinds, job=job)
    if report:
        _write_report(asked, found, head, week, report)
    if json:
        write_json(head | {"week": week, "decisions": week_document(found)}, json)
    if json != STDOUT:
        print_week(results(), asked.who, week, found, is_narrowed=bool(kinds) or job is not None)
        _say_where(json, report)
    elif report:
        remarks().print(f"Report: {report}", soft_wrap=True)


def _write_report(asked: _Asked, found: "Sequence[Explained]", head: dict[str, Any], week: int, report: Path) -> None:
    from handoff_experiments.explaining.page import Heading, write_page

    option = "--buyer" if asked.is_buyer else "--shop"
    words = ["handoff", "why", head["world"], head["policy"], "--seed", str(head["seed"]), option, str(asked.number)]
    words += ["--week", str(week), "--weeks", str(asked.weeks)]
    words += [word for setting in head["settings"] for word in ("--set", setting)]
    words += [word for played in asked.strategies for word in ("--strategy", played)]
    asked_for = {key: head[key] for key in ("world", "policy", "seed")}
    heading = Heading(who=asked.who, week=week, command=shlex.join(words), **asked_for)
    write_page(heading, found, report)


def _say_where(json: str | None, report: Path | None) -> None:
    for what, path in (("Result", json), ("Report", report)):
        if path:
            remarks().print(f"{what}: {path}", soft_wrap=True)
