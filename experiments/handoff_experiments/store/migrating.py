"""Bringing the tables of a store to the shape that this program knows."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from handoff_experiments.store import migrations
from handoff_experiments.store.address import Address
from handoff_experiments.store.engine import Database
from handoff_experiments.store.errors import StoreReadOnly, StoreTooNew, StoreUnreachable
from handoff_experiments.store.migrations import NEWEST, REVISIONS, VERSION_TABLE
from handoff_experiments.store.tables import Base

ONE_AT_A_TIME = 0x68616E646F66660A  # of PostgreSQL's advisory locks


def bring_up_to_date(database: Database) -> None:
    """Make the tables, or change them to the newest shape; all of it or nothing.

    Raises:
        StoreTooNew: a newer program changed them.
        StoreUnreachable: the database holds something else.
        StoreReadOnly: they are missing or of an older shape, and nothing may be written.
    """
    with database.reading() as session:
        found = _checked(session.connection(), database.address)
    if found == NEWEST:
        return
    if database.read_only:
        what = f"its tables are those of step {found}, not {NEWEST}" if found else "it is empty"
        raise StoreReadOnly(f"store {database.address}: {what}; open it once for writing first")
    with database.writing() as session:
        connection = session.connection()
        if database.address.path is None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        if _checked(connection, database.address) != NEWEST:  # nobody else was quicker
            upgrade(connection)


def upgrade(connection: Connection, revision: str = NEWEST) -> None:
    """Run the migrations up to ``revision`` inside the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _checked(connection: Connection, address: Address) -> str | None:
    """The step that the tables stand at; None: there are none yet."""
    present = set(inspect(connection).get_table_names())
    if VERSION_TABLE in present:
        step = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
        if step is not None and step not in REVISIONS:
            raise StoreTooNew(
                f"store {address}: expected tables of step {NEWEST} or before; found step {step}, "
                "made by a newer version of this program"
            )
        return step
    others = present if address.path else present & set(Base.metadata.tables)
    if others:
        raise StoreUnreachable(
            f"store {address}: expected a store of Handoff or an empty database; found the tables "
            f"{', '.join(sorted(others)[:5])}"
        )
    return None
