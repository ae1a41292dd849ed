"""The experiments' part of Mutation."""

from typing import Annotated

import strawberry
from starlette.concurrency import run_in_threadpool

from handoff_api.context import Context
from handoff_api.experiments.experiment import Experiment
from handoff_api.experiments.inputs import MOST_TITLE, ComparisonInput, spec_of
from handoff_api.experiments.kinds import of_kind
from handoff_api.http.cost import list_size
from handoff_api.problems import InvalidPolicy, InvalidWorld, Problem, Refusal, StoreProblem, message_of, problems_of
from handoff_experiments.service import Desk, NoSuchExperiment, NotNow, OverBudget
from handoff_experiments.store import ExperimentKind, ExperimentRecord, StoreError
from handoff_sim.policy import DocumentError

Info = strawberry.Info[Context, None]
KIND: ExperimentKind = "comparison"
Id = Annotated[strawberry.ID, strawberry.argument(name="id", description="Identifier of the experiment.")]


@strawberry.type
class Asked:
    """An experiment, as it stands after what was asked."""

    experiment: Experiment = strawberry.field(description="The experiment.")


@strawberry.type
class Deleted:
    """What was deleted."""

    id: strawberry.ID = strawberry.field(description="Identifier of the experiment that is gone; its runs stay.")


@strawberry.type
class InvalidComparison(Refusal):
    """Options that no comparison can have, or that do not fit together."""

    problems: list[Problem] = strawberry.field(
        directives=[list_size(5)], description="What is wrong with each; empty where they do not fit together."
    )


@strawberry.type
class TooLarge(Refusal):
    """A comparison larger than this service makes."""

    asked_shop_weeks: float = strawberry.field(description="Runs x weeks x shops that it would take, at most.")
    most_shop_weeks: float = strawberry.field(description="Runs x weeks x shops that are taken.")


@strawberry.type
class NotPossibleNow(Refusal):
    """Something that cannot be done in the state the experiment or the service is in."""


@strawberry.type
class UnknownExperiment(Refusal):
    """There is no experiment of that identifier."""


@strawberry.type
class InvalidTitle(Refusal):
    """A title that no experiment can have."""

    problem: Problem = strawberry.field(description="What is wrong with it.")


StartResult = Annotated[
    Asked | InvalidPolicy | InvalidWorld | InvalidComparison | TooLarge | NotPossibleNow | StoreProblem,
    strawberry.union("StartComparisonResult", description="The queued experiment, or why nothing was started."),
]
ChangeResult = Annotated[
    Asked | UnknownExperiment | NotPossibleNow | StoreProblem,
    strawberry.union("ChangeExperimentResult", description="The experiment, or why nothing was changed."),
]
RenameResult = Annotated[
    Asked | InvalidTitle | UnknownExperiment | StoreProblem,
    strawberry.union("RenameExperimentResult", description="The experiment, or why its title stays as it is."),
]
DeleteResult = Annotated[
    Deleted | UnknownExperiment | StoreProblem,
    strawberry.union("DeleteExperimentResult", description="What is gone, or why nothing was deleted."),
]


@strawberry.type
class ExperimentMutation:
    """What starts, ends and removes experiments."""

    @strawberry.mutation
    async def start_comparison(
        self,
        info: Info,
        wanted: Annotated[ComparisonInput, strawberry.argument(name="input", description="What is to be compared.")],
    ) -> StartResult:
        """Queue a comparison and answer at once; watch it with `experimentProgress`."""
        try:
            record = await run_in_threadpool(_start, info.context.desk, wanted)
            return Asked(experiment=Experiment(record=record))
        except DocumentError as error:
            return _invalid(error)
        except OverBudget as error:
            return TooLarge(message=str(error), asked_shop_weeks=float(error.asked), most_shop_weeks=float(error.most))
        except NotNow as error:
            return NotPossibleNow(message=str(error))
        except StoreError as error:
            return StoreProblem(message=error.reason)
        except ValueError as error:
            return InvalidComparison(message=str(error), problems=[])

    @strawberry.mutation
    async def cancel_experiment(self, info: Info, which: Id) -> ChangeResult:
        """Call an experiment off; pairs that are finished are read all the same."""
        try:
            record = await run_in_threadpool(of_kind, info.context.desk, str(which), KIND, info.context.desk.cancel)
            return Asked(experiment=Experiment(record=record))
        except NoSuchExperiment as error:
            return UnknownExperiment(message=str(error))
        except StoreError as error:
            return StoreProblem(message=error.reason)

    @strawberry.mutation
    async def resume_experiment(self, info: Info, which: Id) -> ChangeResult:
        """Queue a cancelled or failed experiment again; runs that were made are not made again."""
        try:
            record = await run_in_threadpool(of_kind, info.context.desk, str(which), KIND, info.context.desk.resume)
            return Asked(experiment=Experiment(record=record))
        except NoSuchExperiment as error:
            return UnknownExperiment(message=str(error))
        except NotNow as error:
            return NotPossibleNow(message=str(error))
        except StoreError as error:
            return StoreProblem(message=error.reason)

    @strawberry.mutation
    async def rename_experiment(
        self,
        info: Info,
        which: Id,
        title: Annotated[str, strawberry.argument(description="The new title, 1 to 200 characters.")],
    ) -> RenameResult:
        """Give an experiment another title."""
        found = title.strip()
        if not 1 <= len(found) <= MOST_TITLE:
            problem = Problem(path="title", expected=f"1 to {MOST_TITLE} characters", found=str(len(found)), options=[])
            return InvalidTitle(message=f"title: expected {problem.expected}; found {problem.found}", problem=problem)
        try:
            desk = info.context.desk
            record = await run_in_threadpool(of_kind, desk, str(which), KIND, desk.rename, found)
            return Asked(experiment=Experiment(record=record))
        except NoSuchExperiment as error:
            return UnknownExperiment(message=str(error))
        except StoreError as error:
            return StoreProblem(message=error.reason)

    @strawberry.mutation
    async def delete_experiment(self, info: Info, which: Id) -> DeleteResult:
        """Forget an experiment, called off first if it has not ended; its runs stay."""
        try:
            await run_in_threadpool(of_kind, info.context.desk, str(which), KIND, info.context.desk.delete)
        except NoSuchExperiment as error:
            return UnknownExperiment(message=str(error))
        except StoreError as error:
            return StoreProblem(message=error.reason)
        return Deleted(id=which)


def _start(desk: Desk, wanted: ComparisonInput) -> ExperimentRecord:
    return desk.start(spec_of(wanted, desk.store), title=wanted.title)


def _invalid(error: DocumentError) -> InvalidPolicy | InvalidWorld | InvalidComparison:
    """The refusal that names what cannot be used."""
    kinds: dict[str, type[InvalidPolicy | InvalidWorld | InvalidComparison]] = {
        "policies": InvalidPolicy,
        "comparison": InvalidComparison,
    }
    kind = kinds.get(error.file, InvalidWorld)
    return kind(message=message_of(error), problems=problems_of(error.problems))
