"""Where a store is: a SQLite file by its path, or a database of a PostgreSQL server by its URL."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from handoff_experiments.store.errors import StoreError

VARIABLE = "HANDOFF_STORE"  # environment variable with the address of the default store
POSTGRESQL = ("postgresql", "postgresql+psycopg")
OPTIONS = "a path, sqlite:///path or postgresql+psycopg://user:password@host/database"


@dataclass(frozen=True, kw_only=True)
class Address:
    """The database, and the folder of its files."""

    url: URL
    files: Path

    def __str__(self) -> str:
        """The address without its password."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=True)

    @property
    def path(self) -> Path | None:
        """The SQLite file; None for a server."""
        return Path(str(self.url.database)) if self.url.get_backend_name() == "sqlite" else None


def address(url: str | None = None, *, files: Path | None = None) -> Address:
    """The store at ``url``: by default that of HANDOFF_STORE, else ``handoff.db`` in the user's data folder.

    Files stand beside a SQLite database in a folder of the same name, and for a server in a folder of the user's
    data named by a hash of the URL without its password, unless ``files`` says otherwise.

    Raises:
        StoreError: an address of another kind, or a database in memory, which would lose everything.
    """
    written = url or os.environ.get(VARIABLE) or str(user_data_path("handoff", appauthor=False) / "handoff.db")
    if "://" not in written:
        return _sqlite(Path(written), files)
    try:
        parsed = make_url(written)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise StoreError(f"store: expected {OPTIONS}; found something else") from None  # it may hold a password
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        if parsed.database in (None, "", ":memory:"):
            raise StoreError("store: expected a file, as in sqlite:///path; found a database in memory")
        if parsed.query:
            raise StoreError(f"store: expected a path without options; found {', '.join(sorted(parsed.query))}")
        return _sqlite(Path(str(parsed.database)), files)
    if parsed.drivername not in POSTGRESQL:
        raise StoreError(f"store: expected {OPTIONS}; found {parsed.drivername}://")
    if not parsed.database:
        raise StoreError("store: expected the name of a database at the end of the URL; found none")
    parsed = _password_in_its_place(parsed.set(drivername="postgresql+psycopg"))
    return Address(url=parsed, files=_absolute(files or _files_of_server(parsed)))


def _sqlite(path: Path, files: Path | None) -> Address:
    path = _absolute(path)
    files = files or path.with_name(f"{path.name}.files")
    return Address(url=URL.create("sqlite", database=str(path)), files=_absolute(files))


def _password_in_its_place(url: URL) -> URL:
    """A password among the options would be shown with them."""
    found = url.query.get("password")
    if found is None:
        return url
    return url.difference_update_query(["password"]).set(password=found if isinstance(found, str) else found[-1])


def _files_of_server(url: URL) -> Path:
    digest = hashlib.sha256(url._replace(password=None).render_as_string().encode()).hexdigest()
    return user_data_path("handoff", appauthor=False) / "stores" / digest[:16]


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()
