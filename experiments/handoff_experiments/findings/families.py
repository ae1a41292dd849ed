"""Every family of claims, in the order of the page: one line to add one."""

from collections.abc import Callable
from dataclasses import dataclass

from handoff_experiments.findings import (
    ablation,
    closed_form,
    emergence,
    pairing,
    presets,
    quoting,
    relations,
    sizes,
    trap,
)
from handoff_experiments.findings.claim import Claim
from handoff_experiments.findings.running import Runs


@dataclass(frozen=True)
class Family:
    """Claims about one subject, and the section of the specification that makes them."""

    title: str
    about: str
    source: str
    claims: Callable[[Runs], tuple[Claim, ...]]
    more: Callable[[Runs], str] | None = None  # a table before the claims


FAMILIES = (
    Family(trap.TITLE, trap.ABOUT, "0.4", trap.claims),
    Family(emergence.TITLE, emergence.ABOUT, "0.5", emergence.claims),
    Family(quoting.TITLE, quoting.ABOUT, "0.6", quoting.claims),
    Family(pairing.TITLE, pairing.ABOUT, "0.7", pairing.claims),
    Family(ablation.TITLE, ablation.ABOUT, "0.8", ablation.claims),
    Family(presets.TITLE, presets.ABOUT, "0.8 and Appendix A", presets.claims, presets.table),
    Family(sizes.TITLE, sizes.ABOUT, "Appendix A", sizes.claims),
    Family(closed_form.TITLE, closed_form.ABOUT, "0.9", closed_form.claims),
    Family(relations.TITLE, relations.ABOUT, "7.3", relations.claims),
)
