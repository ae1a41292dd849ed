"""The questions' part of Mutation."""

from collections.abc import Callable
from typing import Annotated

import strawberry
from starlette.concurrency import run_in_threadpool

from handoff_api.context import Context
from handoff_api.experiments.kinds import of_kind
from handoff_api.experiments.mutation import NotPossibleNow, TooLarge
from handoff_api.http.cost import list_size
from handoff_api.problems import Problem, Refusal, StoreProblem, message_of, problems_of
from handoff_api.questions.asked import AskedQuestion
from handoff_api.questions.inputs import QuestionInput, spec_of
from handoff_api.questions.question import QuestionSize
from handoff_api.questions.sweep import SweepInput, sweep_spec
from handoff_experiments.service import AskedSpec, Desk, NoSuchExperiment, NotNow, OverBudget
from handoff_experiments.store import ExperimentRecord, StoreError
from handoff_sim.policy import DocumentError

Info = strawberry.Info[Context, None]
Id = Annotated[strawberry.ID, strawberry.argument(name="id", description="Identifier of the question that was asked.")]


@strawberry.type
class QuestionTaken:
    """A question, as it stands after what was asked."""

    asked: AskedQuestion = strawberry.field(description="The question.")


@strawberry.type
class QuestionDeleted:
    """What was deleted."""

    id: strawberry.ID = strawberry.field(description="Identifier of the question that is gone; its runs stay.")


@strawberry.type
class InvalidQuestion(Refusal):
    """A question that cannot be asked, with everything that is wrong with it."""

    problems: list[Problem] = strawberry.field(directives=[list_size(5)], description="Every problem at once.")


@strawberry.type
class UnknownQuestion(Refusal):
    """No question of that identifier was asked."""


StartQuestionResult = Annotated[
    QuestionTaken | InvalidQuestion | TooLarge | NotPossibleNow | StoreProblem,
    strawberry.union("StartQuestionResult", description="The question that is asked, or why nothing was started."),
]
ChangeQuestionResult = Annotated[
    QuestionTaken | UnknownQuestion | NotPossibleNow | StoreProblem,
    strawberry.union("ChangeQuestionResult", description="The question, or why nothing was changed."),
]
DeleteQuestionResult = Annotated[
    QuestionDeleted | UnknownQuestion | StoreProblem,
    strawberry.union("DeleteQuestionResult", description="What is gone, or why nothing was deleted."),
]


@strawberry.type
class QuestionMutation:
    """What asks questions, calls them off and removes them."""

    @strawberry.mutation
    async def start_question(
        self,
        info: Info,
        question: Annotated[QuestionInput, strawberry.argument(description="What is asked.")],
        size: Annotated[QuestionSize, strawberry.argument(description="How much is run.")],
        afresh: Annotated[
            bool,
            strawberry.argument(
                description="Ask it once more where exactly this was asked before; runs are not made again."
            ),
        ] = False,
    ) -> StartQuestionResult:
        """Ask a question and answer at once with how it stands; watch it with `questionProgress`.

        Exactly this asked before is that question, answered already or under way; one that was called off or failed
        goes on.
        """
        desk = info.context.desk
        return await run_in_threadpool(_started, desk, lambda: spec_of(question, size, desk), afresh)

    @strawberry.mutation
    async def start_sweep(
        self, info: Info, sweep: Annotated[SweepInput, strawberry.argument(description="What is swept.")]
    ) -> StartQuestionResult:
        """Compare policies over sampled worlds: a question like any other, watched with `questionProgress`.

        Its rows are written to Parquet beside the store's files while it runs.
        """
        return await run_in_threadpool(_started, info.context.desk, lambda: sweep_spec(sweep), False)

    @strawberry.mutation
    async def cancel_question(self, info: Info, which: Id) -> ChangeQuestionResult:
        """Call a question off; worlds that are finished are read all the same."""
        return await run_in_threadpool(_changed, info.context.desk, info.context.desk.cancel, str(which))

    @strawberry.mutation
    async def resume_question(self, info: Info, which: Id) -> ChangeQuestionResult:
        """Queue a cancelled or failed question again; runs that were made are not made again."""
        return await run_in_threadpool(_changed, info.context.desk, info.context.desk.resume, str(which))

    @strawberry.mutation
    async def delete_question(self, info: Info, which: Id) -> DeleteQuestionResult:
        """Forget a question that was asked, called off first if it has not ended; its runs stay."""
        try:
            await run_in_threadpool(of_kind, info.context.desk, str(which), "question", info.context.desk.delete)
        except NoSuchExperiment as error:
            return UnknownQuestion(message=str(error))
        except StoreError as error:
            return StoreProblem(message=error.reason)
        return QuestionDeleted(id=which)


def _started(
    desk: Desk, spec: Callable[[], AskedSpec], afresh: bool
) -> QuestionTaken | InvalidQuestion | TooLarge | NotPossibleNow | StoreProblem:
    try:
        return QuestionTaken(asked=AskedQuestion(record=desk.ask_question(spec(), afresh=afresh)))
    except DocumentError as error:
        return InvalidQuestion(message=message_of(error), problems=problems_of(error.problems))
    except OverBudget as error:
        return TooLarge(message=str(error), asked_shop_weeks=float(error.asked), most_shop_weeks=float(error.most))
    except NotNow as error:
        return NotPossibleNow(message=str(error))
    except StoreError as error:
        return StoreProblem(message=error.reason)


def _changed(
    desk: Desk, change: Callable[[str], ExperimentRecord], which: str
) -> QuestionTaken | UnknownQuestion | NotPossibleNow | StoreProblem:
    try:
        return QuestionTaken(asked=AskedQuestion(record=of_kind(desk, which, "question", change)))
    except NoSuchExperiment as error:
        return UnknownQuestion(message=str(error))
    except NotNow as error:
        return NotPossibleNow(message=str(error))
    except StoreError as error:
        return StoreProblem(message=error.reason)
