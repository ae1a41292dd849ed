"""The kinds of questions. To add one, write its document and what asks it, and name both in `KINDS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from handoff_experiments.questions.answer import Answer
from handoff_experiments.questions.calibration import CalibrationQuestion
from handoff_experiments.questions.calibration_asking import ask_calibration
from handoff_experiments.questions.claim import ClaimQuestion
from handoff_experiments.questions.factorial import FactorialQuestion
from handoff_experiments.questions.factorial_asking import ask_factorial
from handoff_experiments.questions.head import QuestionFile
from handoff_experiments.questions.sweep import SweepQuestion
from handoff_experiments.questions.sweep_asking import ask_claim, ask_sweep

DEFAULT = "factorial"


Asks = Callable[..., Answer]  # the question, then the options of `handoff_experiments.questions.ask`


@dataclass(frozen=True)
class Kind:
    """A kind of question: the document of its files, and what asks it."""

    document: type[QuestionFile]
    ask: Asks


KINDS: Mapping[str, Kind] = {
    "factorial": Kind(FactorialQuestion, ask_factorial),
    "calibration": Kind(CalibrationQuestion, ask_calibration),
    "sweep": Kind(SweepQuestion, ask_sweep),
    "claim": Kind(ClaimQuestion, ask_claim),
}
