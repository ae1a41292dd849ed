"""The tables of a store; a change here needs a migration (`migrations/versions`)."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Double, ForeignKey, Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from handoff_experiments.store.columns import Json, Moment, Name, Seed, Words

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
}


class Base(DeclarativeBase):
    """Every table of the store."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {str: Name()}


class RunRow(Base):
    """One run: what it was made of and its figures; its arrays stand in a file named by ``key``."""

    __tablename__ = "runs"

    key: Mapped[str] = mapped_column(primary_key=True)
    world_hash: Mapped[str]
    policy_hash: Mapped[str]
    policy: Mapped[str] = mapped_column(Words)  # name under which it was first made
    seed: Mapped[int] = mapped_column(Seed)
    weeks: Mapped[int]
    brief: Mapped[bool]
    forced: Mapped[str | None]  # hash of the prescribed membership
    model_version: Mapped[str]
    events_sha256: Mapped[str]
    launch: Mapped[int]
    seconds: Mapped[float] = mapped_column(Double)
    failure: Mapped[str | None] = mapped_column(Json)  # as JSON, so that any traceback is kept as it was
    metrics: Mapped[dict[str, Any]] = mapped_column(Json)  # by code; null where there is no value
    figures: Mapped[dict[str, Any]] = mapped_column(Json)  # the summary's other numbers
    arrays_sha256: Mapped[str | None]  # of the file; None: a run without arrays
    made_at: Mapped[datetime] = mapped_column(Moment)


class DocumentRow(Base):
    """A world or policy in full; never changed."""

    __tablename__ = "documents"
    __table_args__ = (Index(None, "kind", "content_hash"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    content_hash: Mapped[str]
    body: Mapped[dict[str, Any]] = mapped_column(Json)
    put_at: Mapped[datetime] = mapped_column(Moment)


class VersionRow(Base):
    """A document saved under a name; never changed."""

    __tablename__ = "saved_versions"

    kind: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    content_hash: Mapped[str]
    base: Mapped[str | None] = mapped_column(Words)
    changes: Mapped[dict[str, Any]] = mapped_column(Json)
    note: Mapped[str] = mapped_column(Words)
    saved_at: Mapped[datetime] = mapped_column(Moment)


class ExperimentRow(Base):
    """An experiment: what was asked and how far it is."""

    __tablename__ = "experiments"
    __table_args__ = (
        Index(None, "created_at", "id"),
        Index(None, "status", "created_at", "id"),
        Index(None, "content_hash"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(server_default="comparison")
    content_hash: Mapped[str | None]  # of what was asked; None: not looked for by it
    title: Mapped[str] = mapped_column(Words)
    sought: Mapped[str] = mapped_column(Words)  # title and id as a search compares them
    status: Mapped[str]
    spec: Mapped[dict[str, Any]] = mapped_column(Json)
    created_at: Mapped[datetime] = mapped_column(Moment)
    started_at: Mapped[datetime | None] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    stage: Mapped[str]
    done: Mapped[int]
    total: Mapped[int]
    pairs: Mapped[int]
    failure: Mapped[str | None] = mapped_column(Words)
    result_sha256: Mapped[str | None]
    stopped: Mapped[str | None]
    seconds: Mapped[float | None] = mapped_column(Double)
    versions: Mapped[dict[str, Any]] = mapped_column(Json)


class ResultRow(Base):
    """The result of an experiment, apart from it because it is long."""

    __tablename__ = "experiment_results"

    experiment_id: Mapped[str] = mapped_column(ForeignKey("experiments.id", ondelete="CASCADE"), primary_key=True)
    document: Mapped[dict[str, Any]] = mapped_column(Json)


class LinkRow(Base):
    """A run of an experiment, by its place there."""

    __tablename__ = "experiment_runs"

    experiment_id: Mapped[str] = mapped_column(ForeignKey("experiments.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    arm: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    run_key: Mapped[str] = mapped_column(ForeignKey("runs.key"), index=True)
