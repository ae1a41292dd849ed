"""``handoff play``: take a seat."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from handoff_web.commands.options import Settings
from handoff_web.compiling import compile_first
from handoff_web.errors import Interrupted, Refusal
from handoff_web.files import refuse_other_endings, refuse_unwritable
from handoff_web.inputs import MOST_SEED, Documents, with_settings
from handoff_web.terminal import remarks, results

if TYPE_CHECKING:
    from handoff_sim.playing.inputs import Inputs
    from handoff_sim.playing.session import Session

World = Annotated[str | None, typer.Argument(metavar="[WORLD]", help="World: name or TOML file.")]
Policy = Annotated[str | None, typer.Argument(metavar="[POLICY]", help="Policy: name or TOML file.")]
Number = Annotated[int | None, typer.Option("--shop", min=0, help="Number of the shop whose seat you take.")]
PlayedSeed = Annotated[
    int | None, typer.Option("--seed", min=0, max=MOST_SEED, help="Unsigned 64-bit seed; 1 if left out.")
]
PlayedWeeks = Annotated[int | None, typer.Option("--weeks", min=1, max=520, help="Weeks you play; 10 if left out.")]
FromWeek = Annotated[
    int | None, typer.Option("--from-week", min=0, max=5000, help="First week you play; the network's launch.")
]
Decide = Annotated[
    str | None,
    typer.Option("--decide", metavar="KINDS", help="What you decide, by commas, or all: quote,respond,hand_off,review"),
]
File = Annotated[
    Path | None,
    typer.Option("--inputs", metavar="FILE.json", help="Where answers are kept; goes on if it is there."),
]
Resume = Annotated[Path | None, typer.Option("--resume", metavar="FILE.json", help="Go on with a session.")]


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What was asked for; None where nothing was said."""

    world: str | None
    policy: str | None
    shop: int | None
    seed: int | None
    weeks: int | None
    decide: str | None
    from_week: int | None
    settings: list[str]


def play(
    world: World = None,
    policy: Policy = None,
    shop: Number = None,
    seed: PlayedSeed = None,
    weeks: PlayedWeeks = None,
    decide: Decide = None,
    from_week: FromWeek = None,
    inputs: File = None,
    resume: Resume = None,
    settings: Settings = None,
) -> None:
    """Take the seat of a shop and decide for it, week by week, with the rational shop's advice."""
    asked = _Asked(
        world=world, policy=policy, shop=shop, seed=seed, weeks=weeks, decide=decide, from_week=from_week,
        settings=settings or [],
    )  # fmt: skip
    documents, session_inputs, path = _beginning(asked, inputs, resume)
    compile_first()
    _play(documents, session_inputs, path)


def _beginning(asked: _Asked, inputs: Path | None, resume: Path | None) -> "tuple[Documents, Inputs, Path]":
    """Documents and inputs of a session that begins or goes on, and their file."""
    if resume is not None:
        if inputs is not None and inputs != resume:
            raise Refusal("--inputs and --resume: expected one of them; found both")
        if not resume.exists():
            raise Refusal(f"--resume {resume}: expected a session; found no such file")
    path = resume or inputs or _usual_file(asked)
    refuse_unwritable(inputs=path)
    refuse_other_endings(".json", inputs=path)
    if path.exists():
        documents, found = recorded(path)
        _refuse_other_session(asked, found, path)
        done = "finished" if found.is_finished else f"{len(found.answers)} answers"
        remarks().print(f"Going on with {path} ({done}); another --inputs begins anew.", soft_wrap=True)
        return documents, found, path
    return *_new(asked), path


def recorded(path: Path) -> "tuple[Documents, Inputs]":
    """A session from its file, with the world and the policy it was played in.

    Raises:
        DocumentError: The file is no session, or its world or policy has changed.
    """
    from handoff_sim.playing.inputs import read_inputs
    from handoff_sim.playing.session import refuse_other_documents

    found = read_inputs(path)
    documents = with_settings(found.world.source, [found.policy.source], found.settings)
    refuse_other_documents(found, documents.world, documents.policies[0], str(path))
    return documents, found


def _new(asked: _Asked) -> "tuple[Documents, Inputs]":
    from handoff_sim.playing.session import WEEKS, new_inputs

    if asked.world is None or asked.policy is None:
        raise Refusal("WORLD and POLICY: expected both, or --resume FILE.json; see handoff play --help")
    documents = with_settings(asked.world, [asked.policy], asked.settings)
    most = documents.world.population.shops - 1
    if asked.shop is None or asked.shop > most:
        found = "nothing" if asked.shop is None else asked.shop
        raise Refusal(f"--shop: expected the number of a shop of {documents.world.name}, 0 to {most}; found {found}")
    return documents, new_inputs(
        documents.world,
        documents.policies[0],
        seed=1 if asked.seed is None else asked.seed,
        shop=asked.shop,
        decides=_kinds(asked.decide),
        from_week=asked.from_week,
        weeks=asked.weeks or WEEKS,
        sources=(asked.world, asked.policy),
        settings=tuple(asked.settings),
    )


def _kinds(text: str | None) -> tuple[str, ...]:
    from handoff_sim.playing.answers import USUAL, playable, unknown_kinds

    if text is None:
        return USUAL
    if text.strip().lower() == "all":
        return playable()
    kinds = tuple(dict.fromkeys(kind.strip() for kind in text.split(",") if kind.strip()))
    wrong = unknown_kinds(kinds)
    if wrong or not kinds:
        options = ", ".join(playable())
        raise Refusal(f"--decide {text}: expected all, or some of {options}; found {', '.join(wrong) or 'none'}")
    return kinds


def _usual_file(asked: _Asked) -> Path:
    if asked.world is None or asked.policy is None or asked.shop is None:
        return Path("play.json")
    names = f"{Path(asked.world).stem}-{Path(asked.policy).stem}"
    return Path(f"play-{names}-shop{asked.shop}-seed{1 if asked.seed is None else asked.seed}.json")


def _refuse_other_session(asked: _Asked, found: "Inputs", path: Path) -> None:
    """Refuse to go on with a session that is not the one asked for."""
    same: list[tuple[str, Any, Any]] = [
        ("WORLD", asked.world, found.world.source),
        ("POLICY", asked.policy, found.policy.source),
        ("--shop", asked.shop, found.shop),
        ("--seed", asked.seed, found.seed),
        ("--from-week", asked.from_week, found.from_week),
        ("--weeks", asked.weeks, found.until_week - found.from_week),
        ("--set", asked.settings or None, found.settings),
        ("--decide", asked.decide and list(_kinds(asked.decide)), found.decides),
    ]
    for option, wanted, there in same:
        if wanted is not None and wanted != there:
            raise Refusal(
                f"{option} {wanted}: {path} holds a session with {there}; give another --inputs to begin anew"
            )


def _play(documents: Documents, inputs: "Inputs", path: Path) -> None:
    from handoff_sim.playing.score import rational_twin, score
    from handoff_sim.playing.session import Session
    from handoff_web.playing.result import print_score
    from handoff_web.playing.table import Table

    world, policy = documents.world, documents.policies[0]
    with Session(world, policy, inputs, path=path) as session:
        try:
            table = Table(session, results())
            if not table.play():
                remarks().print(_stopped("Stopped", session, path), soft_wrap=True)
                return
            table.finish()
            found = score(session.inputs, session.model.result(), rational_twin(world, policy, session.inputs))
        except KeyboardInterrupt:
            raise Interrupted(_stopped("Interrupted", session, path)) from None
        print_score(results(), session.inputs, found)
    remarks().print(f"Kept in {path}. One future is luck, too: handoff replay {path} --seeds 100", soft_wrap=True)


def _stopped(how: str, session: "Session", path: Path) -> str:
    count = len(session.inputs.answers)
    return f"{how} in week {session.week}; {count} answers are kept. Go on: handoff play --resume {path}"
