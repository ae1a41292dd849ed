"""The same comparison again: as Python and as a command."""

import shlex

from handoff_experiments.comparison import Comparison


def as_python(comparison: Comparison) -> str:
    """Lines of Python that ask the same question."""
    question = comparison.question
    policies = [policy.name for policy in question.policies]
    lines = [f"{question.world.name!r},", f"{policies!r},"]
    lines += [f"{name}={value!r}," for name, value in _options(comparison).items()]
    body = "\n".join(f"    {line}" for line in lines)
    return (
        "from handoff_experiments import compare\n\n"
        f"comparison = compare(\n{body}\n)\n"
        'print(comparison.sentence("small shop"))\n'
        "comparison.contrasts()           # pandas: differences, intervals, verdicts\n"
        'comparison.figure("quadrants")   # plotly'
    )


def as_command(comparison: Comparison) -> str:
    """The shell command that asks the same question."""
    question, options = comparison.question, _options(comparison)
    words = ["handoff", "compare", question.world.name, *(policy.name for policy in question.policies)]
    words += ["--baseline", question.baseline.name]
    words += ["--until-decided"] if question.until_decided else ["--pairs", str(comparison.look.pairs)]
    if question.weeks is not None:
        words += ["--weeks", str(question.weeks)]
    words += ["--seed", str(options["seed"])]
    for setting in question.overrides:
        words += ["--set", setting]
    return shlex.join(words)


def _options(comparison: Comparison) -> dict[str, object]:
    question = comparison.question
    options: dict[str, object] = {"baseline": question.baseline.name}
    if question.until_decided:
        options["until_decided"] = True
    else:
        options["pairs"] = comparison.look.pairs
    if question.weeks is not None:
        options["weeks"] = question.weeks
    options["seed"] = question.root_seed
    if question.alpha != 0.05:
        options["alpha"] = question.alpha
    if not question.unilateral:
        options["unilateral"] = False
    if question.overrides:
        options["overrides"] = list(question.overrides)
    return options
