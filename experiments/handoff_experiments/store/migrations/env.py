"""Runs migrations on the connection, and in the transaction, of whoever opens the store."""

from alembic import context

from handoff_experiments.store.migrations import VERSION_TABLE
from handoff_experiments.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
)
with context.begin_transaction():
    context.run_migrations()
