"""Makes of portal_static/ what is deployed: few and small files, whose names change with them.

A page names its scripts and styles as they stand in the repository; a published page names the
files that hold them. Everything below v/ may be kept for ever, the pages may never be kept.
docs/decisions/0015-bundled-when-published.md has the reasons.
"""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "portal_static"
ESBUILD = ROOT / "node_modules" / ".bin" / "esbuild"
KEPT_FOR_EVER = "v"
PAGES = {
    "index.html": ("app/main.js", "index.css"),
    "desk.html": ("desk/main.js", "desk.css"),
}
# `--splitting` puts what is loaded on demand into files of its own. Everything an area shares with
# main.js stays in one file, because each area says that it imports main.js.
OPTIONS = (
    "--bundle",
    "--splitting",
    "--format=esm",
    "--minify",
    "--charset=utf8",
    "--sourcemap",
    "--entry-names=[name]-[hash]",
    "--chunk-names=[name]-[hash]",
    "--log-level=warning",
)


class PublishingFailed(Exception):
    """What esbuild says of the sources."""


def publish(folder: Path) -> None:
    """Adds to what is there, since pages that are open still want their files. Pages come last."""
    with tempfile.TemporaryDirectory() as made:
        sources = shutil.copytree(STATIC, Path(made) / STATIC.name)
        files = {page: _bundle(sources, of_page) for page, of_page in PAGES.items()}
        shutil.copytree(Path(made) / KEPT_FOR_EVER, folder / KEPT_FOR_EVER, dirs_exist_ok=True)
        for page, names in files.items():
            fresh = folder / f"{page}.new"
            fresh.write_text(_naming(names, (sources / page).read_text()))
            fresh.replace(folder / page)


def _bundle(folder: Path, sources: tuple[str, ...]) -> dict[str, str]:
    """Each source with the address of the file that holds it."""
    report = folder / "report.json"
    places = (f"--outdir=../{KEPT_FOR_EVER}", f"--metafile={report}")
    command = (str(ESBUILD), *sources, *OPTIONS, *places)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0 or done.stderr:
        raise PublishingFailed(done.stderr)
    outputs: dict[str, dict[str, Any]] = json.loads(report.read_text())["outputs"]
    return {source: _holding(source, outputs) for source in sources}


def _holding(source: str, outputs: dict[str, dict[str, Any]]) -> str:
    file = next(file for file, made in outputs.items() if source in made["inputs"])
    return f"/{KEPT_FOR_EVER}/{Path(file).name}"


def _naming(files: dict[str, str], page: str) -> str:
    for source, file in files.items():
        page = page.replace(f'"/{source}"', f'"{file}"')
    return page
