"""The notebooks are their texts, executed."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.notebooks.executing import FOLDER, NAMES, texts

MOST_BYTES = 1_000_000
PLOTLY = "application/vnd.plotly.v1+json"
PLACE = re.compile(r"/(?:home|root|tmp|usr|opt|var|private|Users|site-packages)/[^\s\"]*")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def notebook(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))


def outputs(name: str) -> list[dict[str, Any]]:
    return [output for cell in notebook(name)["cells"] for output in cell.get("outputs", ())]


def cells_of_text(name: str) -> list[tuple[str, str]]:
    """Kind and source of every cell of the text, read in a process of its own, where warnings are no errors."""
    command = "import json, sys; from tests.notebooks.executing import from_text; " + (
        "print(json.dumps([(cell.cell_type, cell.source) for cell in from_text(sys.argv[1]).cells]))"
    )
    root = FOLDER.parent
    run = subprocess.run([sys.executable, "-c", command, name], cwd=root, check=True, capture_output=True, text=True)
    return [tuple(cell) for cell in json.loads(run.stdout)]


def test_there_are_the_two_that_are_promised() -> None:
    assert {"sweep_a_region", "tune_a_payout_rule"} <= set(NAMES)
    assert {path.stem for path in FOLDER.glob("*.ipynb")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_has_the_cells_of_its_text(name: str) -> None:
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in notebook(name)["cells"]]
    assert cells == cells_of_text(name), "run `make notebooks` and read the diff"


@pytest.mark.parametrize("name", NAMES)
def test_every_code_cell_was_executed_in_order_and_nothing_went_wrong(name: str) -> None:
    code = [cell for cell in notebook(name)["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert {output["output_type"] for output in outputs(name)} <= {"stream", "execute_result", "display_data"}
    assert [output["text"] for output in outputs(name) if output.get("name") == "stderr"] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_small_and_says_nothing_of_the_machine(name: str) -> None:
    text = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    assert len(text.encode()) < MOST_BYTES
    assert PLACE.findall(text) == []


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_told_in_words_where_it_cannot_be_drawn(name: str) -> None:
    pictures = [output["data"] for output in outputs(name) if PLOTLY in output.get("data", {})]
    assert pictures
    for data in pictures:
        assert "".join(data["text/markdown"]).strip("*") == data[PLOTLY]["layout"]["meta"]["alt"]


@pytest.mark.parametrize("name", NAMES)
def test_links_of_a_notebook_lead_somewhere(name: str) -> None:
    links = LINK.findall((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (FOLDER / link).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_says_the_same_when_it_is_executed_again(name: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.notebooks.executing", "--to", str(tmp_path), name]
    subprocess.run(command, cwd=FOLDER.parent, check=True)
    assert texts(name, tmp_path) == texts(name), "run `make notebooks` and read the diff"
