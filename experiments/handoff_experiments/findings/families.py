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
    """Claims about one subject, and where the pilot's are stated."""

    title: str
    about: str
    source: str
    claims: Callable[[Runs], tuple[Claim, ...]]
    more: Callable[[Runs], str] | None = None  # a table before the claims


FAMILIES = (
    Family(trap.TITLE, trap.ABOUT, "MODEL 0.4", trap.claims),
    Family(emergence.TITLE, emergence.ABOUT, "MODEL 0.5", emergence.claims),
    Family(quoting.TITLE, quoting.ABOUT, "MODEL 0.6", quoting.claims),
    Family(pairing.TITLE, pairing.ABOUT, "MODEL 0.7", pairing.claims),
    Family(ablation.TITLE, ablation.ABOUT, "MODEL 0.8", ablation.claims),
    Family(presets.TITLE, presets.ABOUT, "MODEL 0.8, Appendix A", presets.claims, presets.table),
    Family(sizes.TITLE, sizes.ABOUT, "MODEL, Appendix A", sizes.claims),
    Family(closed_form.TITLE, closed_form.ABOUT, "MODEL 0.9, R7", closed_form.claims),
    Family(relations.TITLE, relations.ABOUT, "MODEL 7.3", relations.claims),
)
