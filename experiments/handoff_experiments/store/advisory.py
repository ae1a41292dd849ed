"""A claim as an advisory lock of a PostgreSQL server, which lives as long as the connection that took it."""

import logging
import threading
from typing import Any

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from handoff_experiments.store.address import Address
from handoff_experiments.store.claimant import refused, this_process
from handoff_experiments.store.errors import StoreClaimed
from handoff_experiments.store.translating import translated

log = logging.getLogger(__name__)

KEY = 0x68616E646F66660B  # of the lock; such a lock belongs to a database of the server
MARK = "handoff "  # before the holder's name
ALIVE = text("SELECT 1")
TAKE = text("SELECT pg_try_advisory_lock(:key)")
NAME = text("SELECT set_config('application_name', :name, false)")
HOLDERS = (
    "FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = :high AND l.objid = :low "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
HOLDER = text(f"SELECT a.pid, a.backend_start, a.application_name {HOLDERS}")
WHO_AM_I = text("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:pid)")
WAIT = text("SELECT pg_advisory_lock(:key)")  # no longer than others are waited for
LOCK = {"high": KEY >> 32, "low": KEY & 0xFFFFFFFF}


class AdvisoryClaim:
    """The lock, held by a connection of its own that says who we are.

    A connection that is cut takes the lock along: a server that restarts, an administrator, a network. Whoever works
    under the claim therefore asks for a `check` before it writes, from any thread.
    """

    def __init__(self, engine: Engine, address: Address) -> None:
        self._engine = engine
        self._address = address
        self._name = MARK + this_process()
        self._lock = threading.Lock()
        self._connection: Connection | None = None
        self._backend: tuple[Any, ...] = ()  # process of the server that held the lock for us, and its start
        self._over = ""  # why, once it is over for good

    def take(self) -> None:
        """Take the lock.

        Raises:
            StoreClaimed: somebody else has it.
            StoreError: the server cannot be asked.
        """
        with translated(self._address):
            connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            connection.detach()  # closed, not used again by others
            try:
                self._take_by(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection

    def check(self) -> None:
        """See that the lock is held, and take it again where its connection was cut.

        Raises:
            StoreClaimed: somebody else took it meanwhile, and has gone on with the work: from then on for good.
            StoreError: the server cannot be asked.
        """
        with self._lock:
            if self._over:
                raise StoreClaimed(self._over)
            if self._alive():
                return
            try:
                self.take()
            except StoreClaimed as taken:
                self._over = f"{taken.reason}; this one lost its claim with its connection, and works on it no more"
                log.error(self._over)
                raise StoreClaimed(self._over) from None
            log.warning("store %s: the claim was lost with its connection, and is taken again", self._address)

    def let_go(self) -> None:
        """Free the lock, for good."""
        with self._lock:
            self._over = self._over or f"store {self._address}: its claim was given back"
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _alive(self) -> bool:
        """Whether the connection that took the lock still stands."""
        if self._connection is None:
            return False
        try:
            self._connection.execute(ALIVE).scalar()
        except SQLAlchemyError:
            self._connection.close()
            self._connection = None
        return self._connection is not None

    def _take_by(self, connection: Connection) -> None:
        if not connection.execute(TAKE, {"key": KEY}).scalar():
            holder = tuple(connection.execute(HOLDER, LOCK).one_or_none() or (0, None, ""))
            if holder[:2] != self._backend:
                raise refused(self._address, (holder[2] or "").removeprefix(MARK.strip()).strip())
            # The server has not noticed that our connection was cut.
            connection.execute(END, {"pid": holder[0]})
            connection.execute(WAIT, {"key": KEY})
        connection.execute(NAME, {"name": self._name})
        self._backend = tuple(connection.execute(WHO_AM_I).one())
