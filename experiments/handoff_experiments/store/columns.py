"""Kinds of columns that mean the same in SQLite and in PostgreSQL."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

SEED_DIGITS = 20  # of the largest unsigned 64-bit number
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


class Seed(TypeDecorator[int]):
    """An unsigned 64-bit number as twenty digits: SQLite's whole numbers are signed, and digits sort."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> str | None:
        """The number as it is written."""
        return None if value is None else f"{value:0{SEED_DIGITS}d}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> int | None:
        """The number again."""
        return None if value is None else int(value)


class Moment(TypeDecorator[datetime]):
    """A time in UTC; one without a zone is refused, because nobody can say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time in UTC."""
        if value is not None and value.tzinfo is None:
            raise ValueError(f"time: expected one with its zone, such as UTC; found {value.isoformat()}")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The time in UTC; SQLite leaves the zone out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Plain data as JSON text, with the order of keys and every digit of a number kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The text; a number that is not finite is refused."""
        return None if value is None else json.dumps(value, allow_nan=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """The data again."""
        return None if value is None else json.loads(value)


class Words(TypeDecorator[str]):
    """Text that people wrote, of any length."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as databases take it."""
        return storable(value)


class Name(TypeDecorator[str]):
    """A short text by which a row is known or asked for; the question may come from anywhere."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as databases take it."""
        return storable(value)


def storable(text: str | None) -> str | None:
    """The text with signs of replacement for what no database takes: NUL, and half a surrogate pair."""
    return None if text is None else text.replace("\0", REPLACEMENT).encode("utf-8", "replace").decode("utf-8")
