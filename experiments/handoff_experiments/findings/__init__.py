"""The findings of the pilot study, measured again with the model: agrees, disagrees or undecided.

``python -m handoff_experiments.findings``, or ``make findings``, makes the runs and rewrites ``docs/findings.md``.
"""
