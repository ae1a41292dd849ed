"""One run replayed with its events kept, and written down whole."""

import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from handoff_experiments.bad_question import BadQuestion, documents_checked
from handoff_experiments.documents import Named, policy_document, world_document
from handoff_experiments.following.future import Future
from handoff_experiments.recording.jobs import jobs_of
from handoff_experiments.recording.people import buyers_of, shops_of
from handoff_experiments.recording.tables import account_frame, account_names, entry_table, event_table
from handoff_sim.metrics import series
from handoff_sim.run import simulate

FORMAT = "handoff-recording-1"
META = "meta.json"
ROWS_TOGETHER = 32_768  # rows of a group: a page reads one or two of them
DRAFT = ".draft"


class ReplayDiffers(ValueError):
    """A replay did not give the run that it was to record, which a change of the model explains."""


@dataclass(frozen=True, kw_only=True)
class Meta:
    """Which run a folder holds.

    ``rows`` by table; ``accounts``: names of all parties of the ledger, shops and buyers first.
    """

    world: str
    world_hash: str
    policy: str
    policy_hash: str
    seed: int
    weeks: int
    launch: int
    effect_start: int
    model_version: str
    events_sha256: str
    rows: dict[str, int]
    accounts: tuple[str, ...]


def record(
    world: Named,
    policy: Named,
    seed: int,
    weeks: int | None,
    folder: Path,
    *,
    forced: npt.NDArray[np.int8] | None = None,
    events_sha256: str | None = None,
) -> None:
    """Replay one run with its events kept and write it into ``folder``, which appears whole or not at all.

    A folder that is there already is kept. Parameters: ``weeks`` None for the world's own horizon; ``forced``
    prescribes membership, as in a task; ``events_sha256`` of the run that this is to be.
    Raises ReplayDiffers: the replay is another run than ``events_sha256`` says. BadQuestion: policy and world do not
    fit, or the folder holds something else.
    """
    place = Path(folder)
    with documents_checked():
        documents = world_document(world), policy_document(policy)
        if place.exists():
            _check_kept(place, *documents, seed=seed, weeks=weeks, events_sha256=events_sha256)
            return
        prescribed = None if forced is None else forced.astype(np.int64)
        run = simulate(*documents, seed=seed, weeks=weeks, forced=prescribed, keep_events=True)
    if events_sha256 is not None and run.events_sha256 != events_sha256:
        raise ReplayDiffers(
            f"replay of {documents[0].name} under {documents[1].name}, seed {seed}: expected events {events_sha256}; "
            f"found {run.events_sha256} by model {run.model_version}"
        )
    write(Future(*documents, run), place)


def write(future: Future, folder: Path) -> None:
    """Write a run that kept its events; where another process was first, its folder stays."""
    tables = tables_of(future)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}.", suffix=DRAFT))
    try:
        for name, table in tables.items():
            pq.write_table(table, draft / f"{name}.parquet", compression="zstd", row_group_size=ROWS_TOGETHER)
        meta = {"format": FORMAT, **asdict(meta_of(future, {name: table.num_rows for name, table in tables.items()}))}
        (draft / META).write_text(json.dumps(meta, indent=2, allow_nan=False) + "\n", encoding="utf-8")
        draft.chmod(0o755)
        _move(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def tables_of(future: Future) -> dict[str, pa.Table]:
    """Everything that is written, by the name of its file."""
    records = future.run.records
    weekly = pd.DataFrame({"week": np.arange(records.weeks)} | series(records))
    frames = {
        "accounts": account_frame(future),
        "shops": shops_of(records),
        "buyers": buyers_of(records),
        "jobs": jobs_of(records),
        "series": weekly,
    }
    return {
        "events": event_table(future),
        "entries": entry_table(future),
        **{name: pa.Table.from_pandas(frame, preserve_index=False) for name, frame in frames.items()},
    }


def meta_of(future: Future, rows: dict[str, int]) -> Meta:
    """Which run it is."""
    run = future.run
    return Meta(
        world=future.world.name,
        world_hash=run.world_hash,
        policy=future.policy.name,
        policy_hash=run.policy_hash,
        seed=run.seed,
        weeks=run.weeks,
        launch=run.records.launch,
        effect_start=run.records.effect_start,
        model_version=run.model_version,
        events_sha256=run.events_sha256,
        rows=rows,
        accounts=tuple(account_names(future)),
    )


def read_meta(folder: Path) -> Meta:
    """Which run a folder holds.

    Raises BadQuestion: it is no recording, or one of another format.
    """
    path = folder / META
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadQuestion("recording", f"a folder with {META}", str(folder)) from None
    if found.pop("format", None) != FORMAT:
        raise BadQuestion("recording", f"a folder of format {FORMAT}", str(folder))
    return Meta(**found | {"accounts": tuple(found["accounts"])})


def remove_drafts(parent: Path) -> int:
    """Remove what recordings left unfinished when their process was killed; how many there were.

    Only to be called while nobody records into a folder of ``parent``.
    """
    drafts = list(parent.glob(f".*{DRAFT}"))
    for draft in drafts:
        shutil.rmtree(draft)
    return len(drafts)


def _move(draft: Path, folder: Path) -> None:
    try:
        os.rename(draft, folder)
    except OSError:
        if not (folder / META).exists():  # nobody else was first
            raise


def _check_kept(
    folder: Path, world: Any, policy: Any, *, seed: int, weeks: int | None, events_sha256: str | None
) -> None:
    """Refuse a folder that holds another run."""
    meta = read_meta(folder)
    horizon = world.clock.weeks if weeks is None else weeks
    expected = (world.content_hash, policy.content_hash, seed, horizon, events_sha256 or meta.events_sha256)
    if (meta.world_hash, meta.policy_hash, meta.seed, meta.weeks, meta.events_sha256) != expected:
        raise BadQuestion(
            "recording",
            f"{world.name} under {policy.name}, seed {seed}, {horizon} weeks",
            f"{meta.world} under {meta.policy}, seed {meta.seed}, {meta.weeks} weeks, events {meta.events_sha256} in "
            f"{folder}",
        )
