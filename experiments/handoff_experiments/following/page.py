"""A followed job as one page that holds everything and opens without a network."""

from os import PathLike
from pathlib import Path

from handoff_experiments.figures.paths import paths
from handoff_experiments.figures.ties import ties_around
from handoff_experiments.files import write_whole
from handoff_experiments.following.accounts import accounts, money_rows, money_sentence
from handoff_experiments.following.following import Following, Pair
from handoff_experiments.following.sentences import cause_blocks, headline, parting_sentences
from handoff_experiments.following.steps import step_rows
from handoff_experiments.following.words import dollars
from handoff_experiments.pages import page_environment, plate


def write_page(found: Following, pair: Pair, path: str | PathLike[str]) -> Path:
    """Write a followed job as one self-contained HTML file; it is there whole or not at all."""
    return write_whole(path, page(found, pair))


def page(found: Following, pair: Pair) -> str:
    """A followed job as HTML, with its paths and the network of ties and handoffs around it."""
    rows = money_rows(found)
    environment = page_environment()
    environment.globals |= {"dollars": dollars}
    return environment.get_template("following.html.j2").render(
        found=found,
        headline=headline(found),
        money_sentence=money_sentence(found),
        parting=parting_sentences(found),
        causes=cause_blocks(found),
        accounts=accounts(found),
        plates=[plate("paths", paths(found)), plate("ties", ties_around(found, pair))],
        steps=step_rows(*found.lives),
        money=rows,
        total=sum(row.difference_cents for row in rows),
        futures=list(zip(found.policies, found.events_sha256, strict=True)),
        again=again(found),
    )


def again(found: Following) -> str:
    """The command that makes the same page again."""
    settings = "".join(f" --set {text}" for text in found.settings)
    return (
        f"handoff follow {found.world} {found.job} --under {' '.join(found.policies)} --seed {found.seed} "
        f"--weeks {found.weeks}{settings}"
    )
