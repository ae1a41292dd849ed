"""Runs, documents, saved versions, experiments."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)
FIXED = {"documents": ("UPDATE",), "saved_versions": ("UPDATE", "DELETE")}  # what is refused of which rows


def upgrade() -> None:
    """Make the first tables."""
    _runs()
    _documents()
    _experiments()
    for table, events in FIXED.items():
        for event in events:
            _refuse(event, table)


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("world_hash", sa.String(), nullable=False),
        sa.Column("policy_hash", sa.String(), nullable=False),
        sa.Column("policy", sa.Text(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("brief", sa.Boolean(), nullable=False),
        sa.Column("forced", sa.String(), nullable=True),
        sa.Column("model_version", sa.String(), nullable=False),
        sa.Column("events_sha256", sa.String(), nullable=False),
        sa.Column("launch", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("metrics", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("arrays_sha256", sa.String(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_runs"),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("put_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_kind_content_hash", "documents", ["kind", "content_hash"])
    op.create_table(
        "saved_versions",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "name", "version", name="pk_saved_versions"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_saved_versions_document_id"),
    )


def _experiments() -> None:
    op.create_table(
        "experiments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sought", sa.Text(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("spec", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("result_sha256", sa.String(), nullable=True),
        sa.Column("stopped", sa.String(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("versions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_experiments"),
    )
    op.create_index("ix_experiments_created_at_id", "experiments", ["created_at", "id"])
    op.create_index("ix_experiments_status_created_at_id", "experiments", ["status", "created_at", "id"])
    op.create_table(
        "experiment_results",
        sa.Column("experiment_id", sa.String(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("experiment_id", name="pk_experiment_results"),
        _of_experiment("experiment_results"),
    )
    op.create_table(
        "experiment_runs",
        sa.Column("experiment_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("arm", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("run_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("experiment_id", "role", "arm", "position", name="pk_experiment_runs"),
        _of_experiment("experiment_runs"),
        sa.ForeignKeyConstraint(["run_key"], ["runs.key"], name="fk_experiment_runs_run_key"),
    )
    op.create_index("ix_experiment_runs_run_key", "experiment_runs", ["run_key"])


def _of_experiment(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_experiment_id"
    return sa.ForeignKeyConstraint(["experiment_id"], ["experiments.id"], name=name, ondelete="CASCADE")


def _refuse(event: str, table: str) -> None:
    """A trigger that keeps rows as they were written."""
    name, said = f"{table}_refuse_{event.lower()}", f"{table}: rows are never changed"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
