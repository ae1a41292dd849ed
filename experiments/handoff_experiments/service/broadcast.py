"""News from threads that work to event loops that listen: pushed, never polled, and never piling up.

A listener that is slow misses what has been replaced meanwhile, and always gets the latest.
"""

import asyncio
import threading
from contextlib import suppress
from typing import Generic, Self, TypeVar

News = TypeVar("News")
MOST_SUBJECTS = 1000  # that one listener can be behind on


class Broadcast(Generic[News]):
    """A place to publish news about subjects, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listening: set[Subscription[News]] = set()

    def publish(self, subject: str, news: News) -> None:
        """Tell everyone who listens to this subject, or to all."""
        with self._lock:
            concerned = [one for one in self._listening if one.subject in (None, subject)]
        for one in concerned:
            one.put(subject, news)

    def subscribe(self, subject: str | None = None) -> "Subscription[News]":
        """Listen to one subject, or to all; to be called, and left, in a running event loop."""
        subscription = Subscription(self, subject, asyncio.get_running_loop())
        with self._lock:
            self._listening.add(subscription)
        return subscription

    @property
    def listeners(self) -> int:
        """How many listen."""
        return len(self._listening)

    def leave(self, subscription: "Subscription[News]") -> None:
        """Tell this one nothing any more."""
        with self._lock:
            self._listening.discard(subscription)


class Subscription(Generic[News]):
    """What one listener has not heard yet: the latest news of each subject, the oldest subject first."""

    def __init__(self, source: Broadcast[News], subject: str | None, loop: asyncio.AbstractEventLoop) -> None:
        self.subject = subject
        self._source = source
        self._loop = loop
        self._lock = threading.Lock()
        self._unheard: dict[str, News] = {}
        self._something = asyncio.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._source.leave(self)

    def put(self, subject: str, news: News) -> None:
        """Replace what is unheard about a subject; from any thread."""
        with self._lock:
            is_first = not self._unheard
            self._unheard[subject] = news
            if len(self._unheard) > MOST_SUBJECTS:
                del self._unheard[next(iter(self._unheard))]
        if is_first:
            with suppress(RuntimeError):  # the loop was closed: nobody listens
                self._loop.call_soon_threadsafe(self._something.set)

    async def heard(self) -> News:
        """The next news; waits for it."""
        while True:
            with self._lock:
                if self._unheard:
                    return self._unheard.pop(next(iter(self._unheard)))
                self._something.clear()
            await self._something.wait()
