"""Notebooks from their text: ``python -m tests.notebooks.executing [--to FOLDER] [NAME ...]``, or ``make notebooks``.

The text (``notebooks/*.py``, percent format of jupytext) is what people edit; the notebook beside it is the text
executed. Executed again it is the same, byte by byte where the arithmetic is: no clock, path or random name gets in,
and neither do the settings of whoever runs it.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks"
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.py")))
SECONDS = 600  # for one cell, on a machine that is busy
NO_WIDGETS = "ignore:IProgress not found"  # tqdm, which comes with mesa, would like ipywidgets
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
LANGUAGE = {"language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}}


def from_text(name: str):
    """The notebook that a text describes, without outputs."""
    import jupytext

    notebook = jupytext.read(FOLDER / f"{name}.py")
    notebook.metadata = KERNEL | LANGUAGE
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{number:02}", {}
    return notebook


def executed(name: str):
    """The same with its outputs, run in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="nb-") as place:  # short: names of sockets may have 107 characters
        own = {name: os.path.join(place, name) for name in ("JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "IPYTHONDIR")}
        os.environ |= own | {"JUPYTER_PLATFORM_DIRS": "1", "JUPYTER_RUNTIME_DIR": place, "PYTHONWARNINGS": NO_WIDGETS}
        from nbclient import NotebookClient
        from traitlets.config import Config

        notebook = from_text(name)
        work = Path(place) / "work"
        work.mkdir()
        NotebookClient(
            notebook,
            timeout=SECONDS,
            record_timing=False,
            resources={"metadata": {"path": str(work)}},
            config=Config({"KernelManager": {"transport": "ipc", "ip": os.path.join(place, "k")}}),  # no ports
        ).execute()
    notebook.metadata = KERNEL | LANGUAGE
    for cell in notebook.cells:
        cell.metadata = {}
    return notebook


def write(name: str, folder: Path) -> Path:
    """Execute one and write it."""
    from nbformat import write as write_notebook

    target = folder / f"{name}.ipynb"
    draft = target.with_suffix(".draft")
    write_notebook(executed(name), draft)
    draft.replace(target)
    return target


def texts(name: str, folder: Path = FOLDER) -> list[str]:
    """What the cells of a written notebook print: streams, tables and titles of pictures, in their order."""
    cells = json.loads((folder / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", ())]
    return ["".join(output.get("text") or output["data"]["text/plain"]) for output in outputs]


def main() -> None:
    """Write the notebooks that are named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.notebooks.executing", description=__doc__)
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder (default: where the texts are)")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)} (default: all)")
    asked = parser.parse_args()
    for name in asked.names or NAMES:
        print(f"Written: {write(name, asked.to)}", file=sys.stderr)


if __name__ == "__main__":
    main()
