"""A question's report as Markdown: words and evidence that can be read and compared line by line in a repository."""

import textwrap
from os import PathLike
from pathlib import Path

from handoff_experiments.files import write_whole
from handoff_experiments.questions.answer import Answer, failures
from handoff_experiments.questions.registration import Registered, as_document
from handoff_experiments.questions.report import MOST_OPEN, Shown, shown

WIDTH = 120


def write_markdown(
    answer: Answer, path: str | PathLike[str], *, model_version: str, registered: Registered | None = None
) -> Path:
    """Write the report as one Markdown file; it is there whole or not at all."""
    return write_whole(path, markdown(answer, model_version=model_version, registered=registered))


def markdown(answer: Answer, *, model_version: str, registered: Registered | None = None) -> str:
    """The report as Markdown; nothing in it differs from one execution to the next.

    Args:
        answer: What came out.
        model_version: The model that was asked.
        registered: The registration of the question, with the deviations from it.
    """
    asked = answer.question
    document = as_document(answer, registered)
    quick = " --quick" if answer.size == "quick" else ""
    parts = [
        f"# {asked.number} {asked.title}".strip(),
        f"Written by `handoff ask {asked.name}{quick} --report FILE.md`; do not edit.",
        f"**{asked.question}** ({asked.source})",
        "\n".join(_bullet(sentence) for sentence in answer.sentences()),
        *([f"**Expected** by {asked.expected.source}: {asked.expected.text}"] if asked.expected else []),
        *([f"**Estimated**: {asked.estimand}."] if asked.estimand else []),
        *([f"**Rule of decision**: {asked.decision_rule}."] if asked.decision_rule else []),
        f"**What would change it**: {asked.would_change_it}",
        *_broken(answer),
        *_registered(registered),
        "## Evidence",
        *(_table(shown(title, table)) for title, table in answer.tables().items() if len(table)),
        "## What it rests on",
        _pairs({"model": model_version, **document["hashes"], "question": asked.content_hash}),
        *([_pairs(document["method"])] if isinstance(document.get("method"), dict) else []),
    ]
    return "\n\n".join(part if part.startswith(("|", "- ", "###")) else _wrapped(part) for part in parts) + "\n"


def _broken(answer: Answer) -> list[str]:
    broken = failures(answer)
    if not broken:
        return []
    return [f"**{len(broken)} failures:**", "\n".join(_bullet(each) for each in broken[:MOST_OPEN])]


def _registered(registered: Registered | None) -> list[str]:
    if registered is None:
        return []
    held = registered.registration
    told = f"Registered on {held.registered_at:%Y-%m-%d %H:%M} UTC, with the hash `{held.registration_sha256[:16]}`."
    if not registered.deviations:
        return ["## Registration", f"{told} Nothing was done otherwise."]
    return ["## Registration", f"{told} What was done otherwise:", "\n".join(map(_bullet, registered.deviations))]


def _table(table: Shown) -> str:
    same = "; ".join(f"{name}: {value}" for name, value in table.same.items())
    head = f"### {table.title}" + (f"\n\n{_wrapped(same[0].upper() + same[1:])}." if same else "")
    lines = [
        "| " + " | ".join(table.columns) + " |",
        "|" + "|".join("--:" if numeric else "---" for numeric in table.columns.values()) + "|",
        *(
            "| " + " | ".join(text.replace("|", "\\|").replace("\n", " ") for _, text in row) + " |"
            for row in table.rows
        ),
    ]
    return head + "\n\n" + "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _pairs(said: dict[str, str]) -> str:
    return "\n".join(f"- {name}: {f'`{value}`' if len(value) == 64 else value}" for name, value in said.items())


def _bullet(text: object) -> str:
    return textwrap.fill(f"- {text}", WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)
