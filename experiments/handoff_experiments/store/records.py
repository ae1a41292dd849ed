"""What a store gives back, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

Kind = Literal["world", "policy"]
ExperimentKind = Literal["comparison", "question"]
Role = Literal["arm", "null", "yardstick", "twin"]
Row = TypeVar("Row")


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of many; ``cursors`` name the rows, and ``more`` says whether others follow the last."""

    rows: tuple[Row, ...]
    cursors: tuple[str, ...]
    more: bool

    @property
    def end(self) -> str | None:
        """Cursor after which the next page begins; None on an empty page."""
        return self.cursors[-1] if self.cursors else None


@dataclass(frozen=True, kw_only=True)
class StoredRun:
    """One run as its row has it, without arrays.

    ``policy`` is the name under which it was first made; ``forced`` the hash of the prescribed membership;
    ``seconds`` what it took to compute; a metric without a value is NaN.
    """

    key: str
    world_hash: str
    policy_hash: str
    policy: str
    seed: int
    weeks: int
    launch: int
    brief: bool
    forced: str | None
    model_version: str
    events_sha256: str
    seconds: float
    failure: str | None
    metrics: Mapping[str, float] = field(repr=False)
    made_at: datetime

    @property
    def finished(self) -> bool:
        """Whether the run ended as a run, not as a failure."""
        return self.failure is None


@dataclass(frozen=True, kw_only=True)
class SavedVersion:
    """A world or policy as it was saved under a name; it never changes.

    ``base`` is what it was derived from, such as ``enforceable_trust`` or ``mine@3``, and ``changes`` the values
    by path that were changed. In a list, one that was kept by a program with other fields has no ``document``, and
    ``unreadable`` says why.
    """

    kind: Kind
    name: str
    version: int  # 1 for the first
    document: Any | None = field(repr=False)  # World or Policy
    document_id: str
    content_hash: str
    base: str | None
    changes: Mapping[str, Any]
    note: str
    saved_at: datetime
    unreadable: str | None = None

    def __str__(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, kw_only=True)
class ExperimentRecord:
    """An experiment: what was asked, how far it is, and what came out.

    ``spec`` and ``result`` are plain data; ``content_hash`` is that of what was asked, by which it is found again;
    ``seconds`` counts from start to finish; times are UTC.
    """

    id: str
    title: str
    status: str
    spec: Mapping[str, Any] = field(repr=False)
    created_at: datetime
    kind: ExperimentKind = "comparison"
    content_hash: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    pairs: int = 0  # that are complete
    failure: str | None = None
    result: Mapping[str, Any] | None = field(default=None, repr=False)
    result_sha256: str | None = None
    stopped: str | None = None
    seconds: float | None = None
    versions: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, kw_only=True)
class ExperimentRun:
    """A run and its place in an experiment."""

    role: Role
    arm: int
    position: int  # of the seed
    run: StoredRun


@dataclass(frozen=True, kw_only=True)
class Pruned:
    """What tidying up removed."""

    runs: int
    files: int
    freed_bytes: int
