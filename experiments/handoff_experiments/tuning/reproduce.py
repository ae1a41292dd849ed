"""The same search again, as a command."""

import shlex

from handoff_experiments.tuning.question import TuningQuestion


def as_command(question: TuningQuestion) -> str:
    """The shell command that asks the same question."""
    words = ["handoff", "tune", question.world.name, question.start.name]
    for goal in question.goals:
        words += ["--maximise" if goal.sense > 0 else "--minimise", goal.code]
    for option, texts in (
        ("--vary", question.levers),
        ("--subject-to", question.constraints),
        ("--uncertain", question.uncertain),
        ("--set", question.overrides),
    ):
        for text in texts:
            words += [option, str(text)]
    words += ["--baseline", question.baseline.name, "--trials", str(question.trials), "--pairs", str(question.pairs)]
    words += ["--fresh", str(question.fresh), "--seed", str(question.root_seed)]
    if question.uncertain:
        words += ["--worlds", str(question.worlds), "--robust", question.robust]
    if question.weeks is not None:
        words += ["--weeks", str(question.weeks)]
    return shlex.join(words)
