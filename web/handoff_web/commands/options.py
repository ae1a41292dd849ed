"""Options that several commands share, so that the same word means the same everywhere."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from typing import Annotated, Literal

import typer

from handoff_web.errors import Refusal
from handoff_web.inputs import MOST_SEED, MOST_WEEKS

World = Annotated[str, typer.Argument(metavar="WORLD", help="World: name or TOML file.")]
Policy = Annotated[str, typer.Argument(metavar="POLICY", help="Policy: name or TOML file.")]
Policies = Annotated[list[str], typer.Argument(metavar="POLICY...", help="Policies: names or TOML files.")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=MOST_SEED, help="Unsigned 64-bit seed.")]
Weeks = Annotated[
    int | None, typer.Option("--weeks", min=1, max=MOST_WEEKS, help="Horizon; the world's own if left out.")
]
Settings = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a field: payout.take=0.1; may be repeated."),
]
Json = Annotated[str | None, typer.Option("--json", metavar="FILE", help="Write JSON there; - for standard output.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of a table.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes on this machine; every core if left out.")
]
Where = Annotated[
    Literal["local", "dask"] | None,
    typer.Option("--executor", help="What makes the runs; dask if a scheduler is given, local if none is."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        envvar="HANDOFF_SCHEDULER",
        help="Of a Dask cluster: tcp://host:8786; without one, --executor dask starts a cluster on this machine.",
    ),
]
Kept = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="HANDOFF_STORE",
        help="Where runs are kept, so that the work goes on where it was; the store of handoff serve if left out.",
    ),
]


@contextmanager
def executor_of(where: Where, scheduler: Scheduler, workers: Workers) -> Iterator[Executor]:
    """What makes the runs, as the three options say; its processes end with the block.

    Raises:
        Refusal: The cluster cannot be used, or the options contradict each other.
    """
    from handoff_experiments.executors import ClusterRefused, open_executor

    if where == "local":
        scheduler = None  # that of the environment
    elif scheduler and workers:
        raise Refusal("--workers and --scheduler: expected one of them, a cluster has workers of its own; found both")
    with ExitStack() as held:
        try:
            executor = held.enter_context(open_executor(where, scheduler=scheduler, workers=workers))
        except ClusterRefused as error:
            raise Refusal(str(error)) from None
        yield executor
