"""Search for better rules: a study over settings of a policy, and an honest second look at what it found.

>>> from handoff_experiments.tuning import tune, tuning_question
>>> asked = tuning_question("workshop", "tools_only", maximise=["S1"], vary=["payout.take"])  # doctest: +SKIP
>>> for sentence in tune(asked).sentences():  # doctest: +SKIP
...     print(sentence)
"""

from handoff_experiments.tuning.answer import TuningAnswer
from handoff_experiments.tuning.question import TuningQuestion, tuning_question
from handoff_experiments.tuning.tuning import tune

__all__ = ["TuningAnswer", "TuningQuestion", "tune", "tuning_question"]
