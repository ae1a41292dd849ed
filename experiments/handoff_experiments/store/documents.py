"""Worlds and policies kept in full, and versions saved under a name; neither is ever changed."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import func, select

from handoff_experiments.store.engine import Database, changed
from handoff_experiments.store.errors import StoreBusy
from handoff_experiments.store.records import Kind, SavedVersion
from handoff_experiments.store.summaries import plain
from handoff_experiments.store.tables import DocumentRow, VersionRow
from handoff_scenarios import catalogue
from handoff_sim.policy import Document, DocumentError, Policy, Problem, read
from handoff_sim.policy.problems import one_of, shown
from handoff_sim.world.document import World

KINDS: dict[str, type[Document]] = {"world": World, "policy": Policy}
NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
ATTEMPTS = 100  # to take the next number of a name while others take it, too
IN_MEMORY = 256  # documents


class Documents:
    """The documents of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read = lru_cache(IN_MEMORY)(self._parsed)

    def put(self, document: Any) -> str:
        """Keep a world or policy, description included; returns its id, the same for the same document."""
        kind, body = kind_of(document), document.plain()
        written = json.dumps([kind, body], sort_keys=True, separators=(",", ":"))
        document_id = hashlib.sha256(written.encode()).hexdigest()
        with self._database.reading() as session:
            if session.scalar(select(DocumentRow.id).where(DocumentRow.id == document_id)):
                return document_id
        values = {"id": document_id, "kind": kind, "content_hash": document.content_hash, "body": body}
        values["put_at"] = datetime.now(UTC)
        with self._database.writing() as session:
            session.execute(self._database.insert(DocumentRow, values).on_conflict_do_nothing())
        return document_id

    def get(self, document_id: str) -> Any | None:
        """The world or policy of that id.

        Raises:
            DocumentError: it was kept by a program with other fields, which this one cannot read.
        """
        with self._database.reading() as session:
            known = session.scalar(select(DocumentRow.id).where(DocumentRow.id == document_id))
        return None if known is None else self._read(document_id)

    def with_content(self, kind: Kind, content_hash: str) -> Any | None:
        """A world or policy of that content, whatever it is called: what a run of that hash was made of."""
        asked = select(DocumentRow.id).where(DocumentRow.kind == kind, DocumentRow.content_hash == content_hash)
        with self._database.reading() as session:
            found = session.scalar(asked.order_by(DocumentRow.put_at, DocumentRow.id).limit(1))
        return None if found is None else self._read(found)

    def save(
        self,
        kind: Kind,
        name: str,
        document: Any,
        *,
        base: str | None = None,
        changes: Mapping[str, Any] | None = None,
        note: str = "",
    ) -> SavedVersion:
        """Save a document as the next version of a name; the document takes that name.

        Raises:
            DocumentError: a name that is no word, or that the catalogue has; a document of another kind.
        """
        _check(kind, name, document)
        document = document.model_copy(update={"name": name})
        values = {
            "kind": kind,
            "name": name,
            "document_id": self.put(document),
            "content_hash": document.content_hash,
            "base": base,
            "changes": plain(changes or {}),
            "note": note,
            "saved_at": datetime.now(UTC),
        }
        for _ in range(ATTEMPTS):
            version = self._next(values)
            if version is not None:
                return self._saved(VersionRow(**values, version=version))
        raise StoreBusy(f"store {self._database.address}: others save {name} all the time; try again")

    def version(self, kind: Kind, name: str, version: int | None = None) -> SavedVersion | None:
        """One version of a name, the latest if none is given.

        Raises:
            DocumentError: it was kept by a program with other fields, which this one cannot read.
        """
        asked = select(VersionRow).where(VersionRow.kind == kind, VersionRow.name == name)
        if version is not None:
            asked = asked.where(VersionRow.version == version)
        with self._database.reading() as session:
            row = session.scalar(asked.order_by(VersionRow.version.desc()).limit(1))
        return None if row is None else self._saved(row)

    def versions(self, kind: Kind, name: str) -> tuple[SavedVersion, ...]:
        """Every version of a name, the first one first; one that cannot be read says why."""
        asked = select(VersionRow).where(VersionRow.kind == kind, VersionRow.name == name)
        with self._database.reading() as session:
            rows = session.scalars(asked.order_by(VersionRow.version)).all()
        return tuple(self._listed(row) for row in rows)

    def names(self, kind: Kind) -> tuple[SavedVersion, ...]:
        """The latest version of every name, by name; one that cannot be read says why."""
        latest = select(VersionRow.name, func.max(VersionRow.version).label("version"))
        last = latest.where(VersionRow.kind == kind).group_by(VersionRow.name).subquery()
        match = (VersionRow.name == last.c.name) & (VersionRow.version == last.c.version)
        asked = select(VersionRow).join(last, match).where(VersionRow.kind == kind)
        with self._database.reading() as session:
            rows = session.scalars(asked).all()
        return tuple(self._listed(row) for row in sorted(rows, key=lambda row: row.name))

    def _next(self, values: Mapping[str, Any]) -> int | None:
        """Take the next number of a name; None where somebody else took it."""
        with self._database.writing() as session:
            last = select(func.max(VersionRow.version)).where(
                VersionRow.kind == values["kind"], VersionRow.name == values["name"]
            )
            version = (session.scalar(last) or 0) + 1
            taken = self._database.insert(VersionRow, {**values, "version": version}).on_conflict_do_nothing()
            return version if changed(session, taken) == 1 else None

    def _saved(self, row: VersionRow) -> SavedVersion:
        return _version(row, self._read(row.document_id))

    def _listed(self, row: VersionRow) -> SavedVersion:
        """The version, marked if it cannot be read, so that the others can be listed."""
        try:
            return self._saved(row)
        except DocumentError as error:
            return _version(row, None, unreadable=str(error))

    def _parsed(self, document_id: str) -> Document:
        with self._database.reading() as session:
            row = session.get_one(DocumentRow, document_id)
        named = row.body.get("name") or row.kind
        return read(KINDS[row.kind], row.body, file=f"{named} (kept {row.put_at:%Y-%m-%d})")


def kind_of(document: Any) -> Kind:
    """Whether a document is a world or a policy.

    Raises:
        TypeError: it is neither.
    """
    for kind, model in KINDS.items():
        if isinstance(document, model):
            return cast("Kind", kind)
    raise TypeError(f"document: expected a world or a policy; found {type(document).__name__}")


def _version(row: VersionRow, document: Any | None, *, unreadable: str | None = None) -> SavedVersion:
    return SavedVersion(
        kind=cast("Kind", row.kind),
        name=row.name,
        version=row.version,
        document=document,
        document_id=row.document_id,
        content_hash=row.content_hash,
        base=row.base,
        changes=row.changes,
        note=row.note,
        saved_at=row.saved_at,
        unreadable=unreadable,
    )


def _check(kind: str, name: str, document: Any) -> None:
    problems = []
    if kind not in KINDS:
        problems.append(Problem(path="kind", expected=one_of(KINDS), found=shown(kind), options=tuple(KINDS)))
    elif not isinstance(document, KINDS[kind]):
        problems.append(Problem(path="document", expected=f"a {kind}", found=type(document).__name__))
    if not NAME.fullmatch(name):
        wanted = "a small letter, then up to 63 small letters, digits or _, such as quick_quotes"
        problems.append(Problem(path="name", expected=wanted, found=shown(name)))
    elif name in (catalogue.worlds() if kind == "world" else catalogue.policies()):
        wanted = "a name that the catalogue does not have"
        problems.append(Problem(path="name", expected=wanted, found=shown(name)))
    if problems:
        raise DocumentError(f"saved {kind}", problems)
