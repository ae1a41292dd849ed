"""The desk: takes experiments, lets them share the workers, tells how they go, and loses none.

An experiment that is queued or running when the process ends, however it ends, goes on when a desk is opened on the
same store again: its runs are found by their content, and only those that were in flight are made anew.
"""

import logging
import threading
import traceback
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ParamSpec, Self, TypeVar

from handoff_experiments.comparison import Stopped
from handoff_experiments.recording import remove_drafts
from handoff_experiments.runner import Runner
from handoff_experiments.service.asked import AskedSpec
from handoff_experiments.service.asking import Asking
from handoff_experiments.service.broadcast import Broadcast
from handoff_experiments.service.conduct import Conduct
from handoff_experiments.service.recordings import Recordings
from handoff_experiments.service.results import Results
from handoff_experiments.service.spec import ExperimentSpec
from handoff_experiments.service.update import Status, Update
from handoff_experiments.store import ExperimentKind, ExperimentRecord, Store, StoreError
from handoff_experiments.tasks import Perform, perform
from handoff_experiments.workers import Lane, SharedPool, default_workers

log = logging.getLogger(__name__)

AT_ONCE = 4  # experiments that share the workers; the others wait their turn
MOST_QUEUED = 200  # experiments that may wait
MOST_SHOP_WEEKS = 2_000_000_000  # of one experiment; some hours on two cores
MOST_ANSWERS = 64  # to questions about single runs, kept in memory
RECORDINGS = "recordings"  # folder below the store's files
MOST_RECORDED_BYTES = 2_000_000_000  # of all recordings together

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class OverBudget(ValueError):
    """An experiment that is larger than this desk makes; ``asked`` and ``most`` count shop-weeks."""

    def __init__(self, asked: int, most: int) -> None:
        self.asked, self.most = asked, most
        super().__init__(
            f"experiment: expected at most {most:,} shop-weeks (runs x weeks x shops); found {asked:,}. "
            "Ask for fewer pairs, fewer weeks, fewer policies or a smaller world"
        )


class NotNow(ValueError):
    """Something that cannot be done in the state an experiment, or the desk, is in."""


class NoSuchExperiment(ValueError):
    """No experiment has that id."""


@dataclass(eq=False)
class _Ticket:
    """An experiment that is queued or running."""

    experiment_id: str
    update: Update
    runner: Runner | None = None
    cancelled: bool = False
    over: threading.Event = field(default_factory=threading.Event)


class Desk:
    """Experiments of one store on one pool of workers.

    Args:
        store: Where everything is kept; claimed while the desk is open.
        workers: Processes; None takes every core.
        at_once: Experiments that share them.
        most_shop_weeks: Largest experiment that is taken.
        most_recorded_bytes: What recordings of single runs may take; the least recently used go first.
        perform: Turns a task into a summary; replaced in tests.

    Raises:
        StoreClaimed: another server works on the store.
    """

    def __init__(
        self,
        store: Store,
        *,
        workers: int | None = None,
        at_once: int = AT_ONCE,
        most_shop_weeks: int = MOST_SHOP_WEEKS,
        most_recorded_bytes: int = MOST_RECORDED_BYTES,
        perform: Perform = perform,
    ) -> None:
        self.store = store
        self.broadcast: Broadcast[Update] = Broadcast()
        self.results = Results(store)
        self.recordings = Recordings(store.files / RECORDINGS, limit_bytes=most_recorded_bytes)
        self.most_shop_weeks = most_shop_weeks
        self.pool = SharedPool(default_workers() if workers is None else workers)
        self._perform = perform
        self._held = ExitStack()
        if not store.read_only:
            self._held.enter_context(store.claim())
        self._conducting = ThreadPoolExecutor(at_once, thread_name_prefix="experiment")
        self._lock = threading.RLock()
        self._tickets: dict[str, _Ticket] = {}
        self._closing = False
        self._questions = self.pool.lane(heavy=True)
        self._answers: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        if not store.read_only:
            remove_drafts(self.recordings.folder)
            self.recordings.prune()
            self._take_up_again()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- what can be asked of it -----------------------------------------------------------------------------------

    def start(self, spec: ExperimentSpec, *, title: str = "") -> ExperimentRecord:
        """Take a comparison; it runs when its turn comes.

        Raises:
            ValueError: The question does not fit together.
            OverBudget: It is larger than this desk makes.
            NotNow: Too many wait already, or the desk is closing.
            StoreError: It cannot be kept.
        """
        question = spec.question()
        self._refuse_if_too_much(question.most_shop_weeks)
        for document in (spec.world_document(), *spec.policy_documents()):
            self.store.documents.put(document)
        record = ExperimentRecord(
            id=uuid.uuid4().hex,
            title=title or _title(spec),
            status=Status.QUEUED,
            spec=spec.model_dump(mode="json"),
            created_at=datetime.now(UTC),
            total=question.most_runs,
        )
        self.store.experiments.add(record)
        self._queue(record)
        return record

    def ask_question(self, spec: AskedSpec, *, afresh: bool = False) -> ExperimentRecord:
        """Take a question; the same asked before is that one, taken up again where it was called off or failed.

        Args:
            spec: What is asked.
            afresh: Ask it once more, beside the one before; runs that were made are not made again.

        Raises:
            DocumentError: The question has faults.
            OverBudget: It is larger than this desk makes.
            NotNow: Too many wait already, or the desk is closing.
            StoreError: It cannot be kept.
        """
        asked = spec.document()
        planned = asked.plan(spec.size)
        with self._lock:
            if not afresh and (known := self._asked_before(spec.content_hash)) is not None:
                return known
            self._refuse_if_too_much(planned.shop_weeks)
            record = ExperimentRecord(
                id=uuid.uuid4().hex,
                kind="question",
                content_hash=spec.content_hash,
                title=asked.title,
                status=Status.QUEUED,
                spec=spec.model_dump(mode="json"),
                created_at=datetime.now(UTC),
                total=planned.runs,
            )
            self.store.experiments.add(record)
            self._queue(record)
        return record

    def cancel(self, experiment_id: str, *, wait: float = 30.0) -> ExperimentRecord:
        """Call an experiment off; pairs that are finished are read all the same. One that has ended stays as it is.

        Args:
            experiment_id: Which one.
            wait: Seconds to wait until it has ended.

        Raises:
            NoSuchExperiment, StoreError
        """
        self.record(experiment_id)
        with self._lock:
            ticket = self._tickets.get(experiment_id)
            if ticket is not None:
                ticket.cancelled = True
                if ticket.runner is not None:
                    ticket.runner.cancel()
                else:
                    self._end_unstarted(ticket)
        if ticket is not None:
            ticket.over.wait(wait)
        return self.record(experiment_id)

    def resume(self, experiment_id: str) -> ExperimentRecord:
        """Queue a cancelled or failed experiment again; runs that were made are not made again.

        Raises:
            NoSuchExperiment, StoreError
            NotNow: It has not ended, or it is finished.
        """
        with self._lock:
            record = self.record(experiment_id)
            if experiment_id in self._tickets or record.status not in (Status.CANCELLED, Status.FAILED):
                raise NotNow(
                    f"experiment {experiment_id}: expected one that was cancelled or failed; it is {record.status}"
                )
            self.store.experiments.update(
                experiment_id, status=Status.QUEUED, failure=None, finished_at=None, result=None, result_sha256=None
            )
            self._queue(record)
        return self.record(experiment_id)

    def rename(self, experiment_id: str, title: str) -> ExperimentRecord:
        """Give an experiment another title, and tell those who watch it or all.

        Raises:
            NoSuchExperiment, StoreError
        """
        self.record(experiment_id)
        self.store.experiments.update(experiment_id, title=title)
        with self._lock:  # so that it is not told as running after its end was told
            record = self.record(experiment_id)
            self.broadcast.publish(experiment_id, self.update_of(record))
        return record

    def delete(self, experiment_id: str) -> bool:
        """Forget an experiment, called off first if it has not ended; its runs stay. Returns whether there was one."""
        try:
            self.cancel(experiment_id)
        except NoSuchExperiment:
            return False
        self.results.forget(experiment_id)
        return self.store.experiments.delete(experiment_id)

    def record(self, experiment_id: str, *, kind: ExperimentKind | None = None) -> ExperimentRecord:
        """The experiment as it is kept; of the kind that is asked for.

        Raises:
            NoSuchExperiment, StoreError
        """
        record = self.store.experiments.get(experiment_id)
        if record is None or kind not in (None, record.kind):
            what = "question" if kind == "question" else "experiment"
            raise NoSuchExperiment(f"{what}: expected the id of one that is kept; found {experiment_id}")
        return record

    def update_of(self, record: ExperimentRecord) -> Update:
        """How it goes at this moment."""
        ticket = self._tickets.get(record.id)
        return ticket.update if ticket is not None else _as_kept(record)

    @property
    def active(self) -> int:
        """Experiments that have not ended."""
        return len(self._tickets)

    def ask(
        self,
        key: Hashable,
        function: Callable[Arguments, Result],
        /,
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> "Future[Result]":
        """Have a worker answer a question about single runs; the same question, asked again, is answered once.

        Args:
            key: What makes two questions the same.
            function: A function of a module, whose arguments and answer can be pickled.
            args: Its arguments.
            kwargs: Its named arguments.
        """
        with self._lock:
            known = self._answers.get(key)
            if known is not None and not (known.done() and (known.cancelled() or known.exception())):
                self._answers.move_to_end(key)
                return known
            future = self._questions.submit(function, *args, **kwargs)
            self._answers[key] = future
            while len(self._answers) > MOST_ANSWERS:
                self._answers.popitem(last=False)
            return future

    def forget(self, key: Hashable) -> None:
        """Have the question of that key answered anew when it is asked again."""
        with self._lock:
            self._answers.pop(key, None)

    def close(self) -> None:
        """End: what runs is interrupted and stays queued in the store, for the next desk to go on with."""
        with self._lock:
            self._closing = True
            tickets = list(self._tickets.values())
            runners = [ticket.runner for ticket in tickets if ticket.runner is not None]
        for runner in runners:
            runner.cancel()
        self._conducting.shutdown(wait=True, cancel_futures=True)
        self.pool.kill()
        self._held.close()

    # ---- how it works ----------------------------------------------------------------------------------------------

    def _refuse_if_too_much(self, shop_weeks: int) -> None:
        if shop_weeks > self.most_shop_weeks:
            raise OverBudget(shop_weeks, self.most_shop_weeks)
        with self._lock:
            if self._closing:
                raise NotNow("experiment: the service is ending; ask again when it is back")
            waiting = sum(ticket.runner is None for ticket in self._tickets.values())
            if waiting >= MOST_QUEUED:
                raise NotNow(f"experiment: expected at most {MOST_QUEUED} that wait; found {waiting}; ask later")

    def _asked_before(self, content_hash: str) -> ExperimentRecord | None:
        """The last question that was exactly this, under way again if it was called off or failed."""
        found = self.store.experiments.list(first=1, content_hash=content_hash).rows
        if not found:
            return None
        record = found[0]
        again = record.status in (Status.CANCELLED, Status.FAILED) and record.id not in self._tickets
        return self.resume(record.id) if again else self.record(record.id)

    def _take_up_again(self) -> None:
        """Queue what an earlier desk left, oldest first."""
        left = self.store.experiments.list(first=None, status=(Status.QUEUED, Status.RUNNING)).rows
        for record in reversed(left):
            self._queue(record)

    def _queue(self, record: ExperimentRecord) -> None:
        update = Update(experiment_id=record.id, status=Status.QUEUED, done=record.done, total=record.total)
        with self._lock:
            self._tickets[record.id] = ticket = _Ticket(record.id, update)
        self._tell(ticket, update)
        self._conducting.submit(self._conduct, ticket)

    def _tell(self, ticket: _Ticket, update: Update) -> None:
        with self._lock:
            ticket.update = update
            self.broadcast.publish(update.experiment_id, update)

    def _conduct(self, ticket: _Ticket) -> None:
        """One experiment, in a thread of its own; whatever happens is told, and stops no other."""
        lane = self.pool.lane()
        try:
            with self._lock:
                if ticket.cancelled or self._closing:
                    return
                ticket.runner = Runner(
                    workers=self.pool.workers, executor=lane, perform=self._perform, kept=self.store.runs
                )
            self._make(ticket, ticket.runner, lane)
        except Exception as error:
            if not self._closing:
                self._give_up(ticket, error)
        finally:
            lane.shutdown(wait=False, cancel_futures=True)
            self._drop(ticket)

    def _make(self, ticket: _Ticket, runner: Runner, lane: Lane) -> None:
        record = self.record(ticket.experiment_id)
        if record.kind == "question":
            self._answer(ticket, AskedSpec.model_validate(record.spec), lane)
            return
        spec = ExperimentSpec.model_validate(record.spec)
        conduct = Conduct(self.store, ticket.experiment_id, spec.question(), lambda update: self._tell(ticket, update))
        try:
            comparison = conduct.run(runner)
        except KeyboardInterrupt:  # called off before a pair was complete
            comparison = None
        if self._closing and not ticket.cancelled:
            return
        called_off = comparison is None or comparison.stopped is Stopped.INTERRUPTED
        if comparison is not None:
            self.results.put(ticket.experiment_id, comparison)
        conduct.finish(Status.CANCELLED if called_off else Status.FINISHED, comparison)

    def _answer(self, ticket: _Ticket, spec: AskedSpec, lane: Lane) -> None:
        asking = Asking(self.store, ticket.experiment_id, spec, lambda update: self._tell(ticket, update))
        try:
            own = None if self._perform is perform else self._perform  # else each kind has its way
            found = asking.run(executor=lane, workers=self.pool.workers, perform=own)
        except KeyboardInterrupt:  # called off before a world was finished
            found = None
        if not self._closing or ticket.cancelled:
            asking.finish(found, called_off=lane.is_killed)

    def _give_up(self, ticket: _Ticket, error: Exception) -> None:
        """Say why; where not even that can be kept, it is told, and tried again by the next desk."""
        known = isinstance(error, ValueError | RuntimeError)
        reason = str(error) if known else traceback.format_exc()
        log.error("experiment %s failed: %s", ticket.experiment_id, reason)
        try:
            self.store.experiments.update(
                ticket.experiment_id, status=Status.FAILED, failure=reason, finished_at=datetime.now(UTC)
            )
        except StoreError as worse:
            log.error("experiment %s: its failure could not be kept: %s", ticket.experiment_id, worse)
        self._tell(ticket, replace(ticket.update, status=Status.FAILED, failure=reason, seconds_left=None))

    def _end_unstarted(self, ticket: _Ticket) -> None:
        self.store.experiments.update(ticket.experiment_id, status=Status.CANCELLED, finished_at=datetime.now(UTC))
        self._tell(ticket, Update(experiment_id=ticket.experiment_id, status=Status.CANCELLED))
        self._drop(ticket)

    def _drop(self, ticket: _Ticket) -> None:
        with self._lock:
            if self._tickets.get(ticket.experiment_id) is ticket:
                del self._tickets[ticket.experiment_id]
        ticket.over.set()


def _title(spec: ExperimentSpec) -> str:
    """A title for an experiment that was given none."""
    names = [str(cited.document.get("name", "policy")) for cited in spec.policies]
    return f"{', '.join(names)} against {spec.baseline.document.get('name')} in {spec.world.document.get('name')}"


def _as_kept(record: ExperimentRecord) -> Update:
    """What the store knows of an experiment that nobody works on."""
    return Update(
        experiment_id=record.id,
        status=Status(record.status),
        stage=record.stage,
        done=record.done,
        total=record.total,
        pairs=record.pairs,
        planned_pairs=record.pairs,
        failure=record.failure,
        seconds=record.seconds or 0.0,
    )
