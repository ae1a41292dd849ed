"""Experiments of two kinds, comparisons and questions, and a hash by which the same question is found again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Everything that is there is a comparison."""
    op.add_column("experiments", sa.Column("kind", sa.String(), nullable=False, server_default="comparison"))
    op.add_column("experiments", sa.Column("content_hash", sa.String(), nullable=True))
    op.create_index("ix_experiments_content_hash", "experiments", ["content_hash"])
