"""A question that cannot be answered as it was asked, in a form that crosses processes."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from handoff_sim.policy.problems import DocumentError, closest_first, one_of


class BadQuestion(ValueError):
    """A shop, a week, a job or a filter that is not there: where, what was expected, what was found, legal options.

    Parameters: ``path`` what was asked with, such as ``week``; ``options`` the legal ones, closest first, or empty;
    ``text`` in words, where it says more than the parts.
    """

    def __init__(self, path: str, expected: str, found: str, options: Iterable[str] = (), text: str = "") -> None:
        self.path = path
        self.expected = expected
        self.found = found
        self.options = tuple(options)
        self.text = text or f"{path}: expected {expected}; found {found}"
        super().__init__(self.text)

    def __reduce__(self) -> tuple[type["BadQuestion"], tuple[Any, ...]]:
        return type(self), (self.path, self.expected, self.found, self.options, self.text)


def chosen(path: str, name: str, options: Iterable[str], kind: str = "") -> str:
    """The option of that name, whatever its case; ``kind`` says in words what the options are.

    Raises BadQuestion: none has it.
    """
    known = list(options)
    for option in known:
        if option.lower() == name.lower():
            return option
    near = closest_first(name, known)
    raise BadQuestion(path, f"{kind}, {one_of(near)}" if kind else one_of(near), name, near)


def in_range(path: str, value: int, least: int, most: int, why: str = "") -> int:
    """A whole number within its bounds; ``why`` follows them in words.

    Raises BadQuestion: it is not.
    """
    if not least <= value <= most:
        raise BadQuestion(path, f"{least} to {most}{why}", str(value))
    return value


@contextmanager
def documents_checked() -> Iterator[None]:
    """Turn a document's error, which does not survive the way out of a worker, into one that does."""
    try:
        yield
    except DocumentError as error:
        raise BadQuestion(error.path, error.expected, error.found, error.options, str(error)) from None
