"""``handoff replay``: a recorded play again, exactly, or as a strategy over other seeds and policies."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff_web.commands.options import Json, Seed, Workers
from handoff_web.commands.play import recorded
from handoff_web.compiling import compile_first
from handoff_web.errors import Interrupted, Refusal
from handoff_web.files import STDOUT, refuse_unwritable, write_json
from handoff_web.inputs import Documents, with_settings
from handoff_web.terminal import progress, remarks, results

if TYPE_CHECKING:
    from handoff_experiments.futures import Futures
    from handoff_experiments.progress import Progress
    from handoff_sim.playing.inputs import Inputs

File = Annotated[Path, typer.Argument(metavar="FILE.json", help="A session that was played.")]
Seeds = Annotated[
    int | None, typer.Option("--seeds", min=2, max=100_000, help="Play your way over that many other futures.")
]
Under = Annotated[
    list[str] | None, typer.Option("--under", metavar="POLICY", help="Also under this policy; may be repeated.")
]
FORMAT = "handoff-replay-1"


def replay(
    file: File, seeds: Seeds = None, under: Under = None, seed: Seed = 1, workers: Workers = None, json: Json = None
) -> None:
    """Replay a session exactly; with --seeds, play your way of deciding in other futures."""
    refuse_unwritable(json=json)
    if under and seeds is None:
        raise Refusal("--under: expected with --seeds, since another policy makes other situations")
    documents, inputs = recorded(file)
    compile_first()
    document = _exact(documents, inputs, file, show=json != STDOUT)
    if seeds is not None:
        found = _futures(documents, inputs, under or [], seeds, seed, workers)
        document["futures"] = _document(found)
        if json != STDOUT:
            _print(found)
        if found.interrupted:
            raise Interrupted(f"Interrupted: {_finished(found)}; no file was written.")
    if json:
        write_json(document, json)
    if json and json != STDOUT:
        remarks().print(f"Written: {json}", soft_wrap=True)


def _exact(documents: Documents, inputs: "Inputs", file: Path, *, show: bool) -> dict[str, Any]:
    """Live the session again and score it."""
    from handoff_experiments.versions import versions_of_model
    from handoff_sim.playing.score import rational_twin, score
    from handoff_sim.playing.session import Session
    from handoff_sim.playing.strategy import PlayedStrategy
    from handoff_web.playing.result import print_score, score_document, strategy_document

    world, policy = documents.world, documents.policies[0]
    try:
        with Session(world, policy, inputs, path=None, stops=False, name=str(file)) as session:
            run = session.play()
        found = score(inputs, run, rational_twin(world, policy, inputs))
    except KeyboardInterrupt:
        raise Interrupted("Interrupted: the session was not replayed to its end.") from None
    if show:
        console = results()
        state = "the same future as when it was played" if inputs.is_finished else "unfinished: the rule did the rest"
        console.print(
            f"{inputs.world.name} under {inputs.policy.name}, seed {inputs.seed}, shop {inputs.shop}: {state}"
        )
        console.print(f"{inputs.weeks} weeks; events {run.events_sha256}")
        print_score(console, inputs, found)
    return {
        "format": FORMAT,
        "world": inputs.world.name,
        "policy": inputs.policy.name,
        "seed": inputs.seed,
        "shop": inputs.shop,
        "from_week": inputs.from_week,
        "until_week": inputs.until_week,
        "weeks": inputs.weeks,
        "is_finished": inputs.is_finished,
        "events_sha256": run.events_sha256,
        "score": score_document(found),
        "strategy": strategy_document(PlayedStrategy.of(inputs)),
        "hashes": {"world": run.world_hash, "policy": run.policy_hash},
        "versions": versions_of_model(run.model_version),
    }


def _futures(
    documents: Documents, inputs: "Inputs", under: list[str], pairs: int, seed: int, workers: int | None
) -> "Futures":
    from handoff_experiments.futures import futures_of
    from handoff_sim.playing.strategy import PlayedStrategy

    of_world = [text for text in inputs.settings if hasattr(documents.world, text.partition(".")[0])]
    others = with_settings(inputs.world.source, under, of_world).policies if under else ()
    policies = {policy.content_hash: policy for policy in (documents.policies[0], *others)}
    with progress() as meter:

        def tell(step: "Progress") -> None:
            meter.tell("Playing your way beside the rational shop: runs", step.done, step.total)

        return futures_of(
            PlayedStrategy.of(inputs), documents.world, tuple(policies.values()), shop=inputs.shop, weeks=inputs.weeks,
            pairs=pairs, seed=seed, workers=workers, on_progress=tell,
        )  # fmt: skip


def _document(found: "Futures") -> dict[str, Any]:
    from handoff_web.playing.result import futures_document

    return futures_document(found)


def _print(found: "Futures") -> None:
    from handoff_web.playing.result import print_futures

    console = results()
    console.print()
    console.print(f"Your way of deciding in {len(found.seeds)} other futures:", style="bold")
    print_futures(console, found)


def _finished(found: "Futures") -> str:
    pairs = sum(future.difference.pairs for future in found.futures)
    return f"{pairs} of {len(found.seeds) * len(found.futures)} pairs of runs were finished"
