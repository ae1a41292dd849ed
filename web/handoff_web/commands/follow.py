"""``handoff follow``: the same job under two policies."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from handoff_web.commands.options import Json, Seed, Settings, Weeks, World
from handoff_web.compiling import compile_first
from handoff_web.errors import Interrupted, Refusal
from handoff_web.files import STDOUT, refuse_same_file, refuse_unwritable, write_json
from handoff_web.inputs import Documents, with_settings
from handoff_web.lives import print_following, print_ranking
from handoff_web.terminal import progress, remarks, results

if TYPE_CHECKING:
    from handoff_experiments.following import Following, Pair

Job = Annotated[
    str | None, typer.Argument(metavar="[JOB]", help="Job: its name, the beginning of it, or its key in full.")
]
Under = Annotated[tuple[str, str], typer.Option("--under", metavar="A B", help="The two policies, before and after.")]
MostDifferent = Annotated[
    bool, typer.Option("--most-different", help="List the jobs that tell most, instead of following one.")
]
Top = Annotated[int | None, typer.Option("--top", min=1, max=1000, help="How many to list; 12 if left out.")]
Report = Annotated[
    Path | None, typer.Option("--report", metavar="FILE.html", help="Write a page that needs no network.")
]
LISTED = 12


def follow(
    world: World,
    under: Under,
    job: Job = None,
    most_different: MostDifferent = False,
    top: Top = None,
    seed: Seed = 1,
    weeks: Weeks = None,
    settings: Settings = None,
    json: Json = None,
    report: Report = None,
) -> None:
    """Follow one job through the same luck under two policies, or find the jobs that tell most."""
    _refuse_options_for_policies(under)
    _refuse_mixed(job, most_different, top, report)
    refuse_unwritable(json=json, report=report)
    refuse_same_file(json=json, report=report)
    documents = with_settings(world, list(under), settings or [])
    _refuse_one_name_for_two(documents)
    compile_first()
    pair = _live(documents, seed, weeks, decisions=job is not None)
    if job is None:
        _list(pair, top or LISTED, json)
    else:
        _tell(pair, job, json, report)


def _refuse_options_for_policies(under: tuple[str, str]) -> None:
    for name in under:
        if name.startswith("-"):
            raise Refusal(f"--under: expected two policies, before and after; found the option {name} among them")


def _refuse_mixed(job: str | None, most_different: bool, top: int | None, report: Path | None) -> None:
    if job is None and not most_different:
        raise Refusal("JOB: expected a job, or --most-different to find one; found neither")
    if job is not None and most_different:
        raise Refusal(f"JOB and --most-different: expected one of them; found both ({job})")
    if most_different and report is not None:
        raise Refusal("--report: expected a JOB to report on; found --most-different")
    if top is not None and not most_different:
        raise Refusal("--top: expected --most-different with it; found a JOB")


def _refuse_one_name_for_two(documents: Documents) -> None:
    from handoff_experiments.documents import name_for_two

    if name := name_for_two(documents.policies):
        raise Refusal(f"--under: two different policies are called {name}; rename one")


def _live(documents: Documents, seed: int, weeks: int | None, *, decisions: bool) -> "Pair":
    """Both runs under a progress bar; Ctrl-C says how far they came."""
    from handoff_experiments.following import live_twice

    reached = "nothing"
    try:
        with progress() as meter:

            def on_week(number: int, policy: str, week: int, horizon: int) -> None:
                nonlocal reached
                reached = f"week {week} of {horizon} under {policy}"
                title = f"{documents.world.name} under {policy}, seed {seed}: weeks"
                meter.tell(title if number == 0 else f"{title} (second life)", week, horizon)

            return live_twice(
                documents.world,
                documents.policies,
                seed=seed,
                weeks=weeks,
                settings=documents.settings,
                decisions=decisions,
                on_week=on_week,
            )
    except KeyboardInterrupt:
        raise Interrupted(f"Interrupted at {reached}; nothing was written.") from None


def _tell(pair: "Pair", job: str, json: str | None, report: Path | None) -> None:
    from handoff_experiments.following.document import following_document

    found = _found(pair, job)
    if report:
        from handoff_experiments.following.page import write_page

        write_page(found, pair, report)
    if json:
        write_json(following_document(found), json)
    if json != STDOUT:
        print_following(found, results())
    for name in [*([json] if json and json != STDOUT else []), *([report] if report else [])]:
        remarks().print(f"Written: {name}", soft_wrap=True)


def _found(pair: "Pair", job: str) -> "Following":
    from handoff_experiments.following import UnknownJob, follow_or_suggest

    try:
        return follow_or_suggest(pair, job)
    except UnknownJob as unknown:
        raise Refusal(str(unknown)) from None


def _list(pair: "Pair", top: int, json: str | None) -> None:
    from handoff_experiments.following import most_different
    from handoff_experiments.following.document import ranking_document

    found = most_different(pair, top=top)
    if json:
        write_json(ranking_document(found), json)
    if json != STDOUT:
        print_ranking(found, results())
    if json and json != STDOUT:
        remarks().print(f"Written: {json}", soft_wrap=True)
