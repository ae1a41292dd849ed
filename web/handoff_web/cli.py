"""The ``handoff`` command: what it offers, and how it says no."""

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer
from rich.markup import escape

from handoff_web.commands.ask import ask
from handoff_web.commands.catalogue import policies, worlds
from handoff_web.commands.compare import compare
from handoff_web.commands.documents import check, diff, schema
from handoff_web.commands.follow import follow
from handoff_web.commands.play import play
from handoff_web.commands.reference import metrics, rules
from handoff_web.commands.replay import replay
from handoff_web.commands.run import run
from handoff_web.commands.serve import serve
from handoff_web.commands.strategies import strategies
from handoff_web.commands.tune import tune
from handoff_web.commands.why import why
from handoff_web.errors import BROKEN, INTERRUPTED, REFUSED, Defect, Interrupted, Refusal
from handoff_web.terminal import remarks

app = typer.Typer(
    name="handoff",
    help="Try the rules of a distributed factory on simulated machine shops.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
PANELS: dict[str, tuple[Callable[..., None], ...]] = {
    "Ask": (compare, ask, tune, run, serve),
    "Watch one future": (follow, why, play, replay),
    "Look up": (worlds, policies, metrics, rules, strategies),
    "Write your own": (diff, check, schema),
}
for panel, commands in PANELS.items():
    for command in commands:
        app.command(rich_help_panel=panel)(command)


def _say_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        sys.stdout.write(f"handoff {version('handoff-sandbox')}\n")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and stop.", callback=_say_version, is_eager=True),
    ] = False,
) -> None:
    """Try the rules of a distributed factory on simulated machine shops.

    WORLD and POLICY are names of the catalogue (see `handoff worlds`, `handoff policies`) or TOML files.
    """


def _say(text: str, style: str) -> None:
    remarks().print(f"[{style}]{escape(text)}[/]", soft_wrap=True)


def _is_about_a_document(error: ValueError) -> bool:
    from handoff_sim.policy.problems import DocumentError

    return isinstance(error, DocumentError)


def main() -> None:
    """Run the command line: 0 done, 1 a defect, 2 the input was wrong, 130 interrupted by Ctrl-C."""
    try:
        app(prog_name="handoff")
    except SystemExit as end:
        if end.code == INTERRUPTED:  # as typer ends it where no command had anything to say
            _say("Interrupted; no run was under way.", "yellow")
        raise
    except Interrupted as stop:
        _say(str(stop), "yellow")
        sys.exit(INTERRUPTED)
    except Defect as defect:
        _say(str(defect), "red")
        sys.exit(BROKEN)
    except Refusal as refusal:
        _say(str(refusal), "red")
        sys.exit(REFUSED)
    except ValueError as error:
        if not _is_about_a_document(error):
            raise
        _say(str(error), "red")
        sys.exit(REFUSED)
    except BrokenPipeError:  # the reader, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _say(f"{error.filename or 'a file'}: {error.strerror or error}", "red")
        sys.exit(REFUSED)
