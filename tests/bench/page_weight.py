"""What a first visit to a page downloads, computed from the files and their imports.

Until paint: the page, its styles and the script that the parser waits for, which show the bones.
Until the frame: main.js with all that it imports, and the texts of one language. Until data: the
view with its imports, the texts and styles of its area, and the answers of the API.
"""

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from posixpath import join, normpath

from tests.architecture.source import ROOT
from tests.bench.row import Row

STATIC = ROOT / "portal_static"
MAIN, VIEW, TEXTS = "app/main.js", "app/views/overview.js", "locales/nl.js"
ANSWERS = ("/branding/portal.json", "/api/session", "/api/overview")
MOST_BYTES, MOST_REQUESTS = 30 * 1024, 6
ELSEWHERE = {  # page: its area, and how many answers of the API it waits for
    "invoices": ("billing", 2),
    "invoice": ("billing", 1),
    "payments": ("billing", 1),
    "statement": ("billing", 1),
    "subscriptions": ("billing", 2),
    "profile": ("profile", 2),
}
OF_THE_FIRM = "branding/portal.css"  # made by the API; some 200 bytes
LINKED = re.compile(
    r'(?:<link rel="(?:stylesheet|preload|modulepreload)" href|<script[^>]* src)="/([^"]+)"'
)
BLOCKING = re.compile(r'(?:<link rel="stylesheet" href|<script src)="/([^"]+)"')
IMPORTED = re.compile(r'^(?:import|export)\b[^;"]*?"(\.[^"]+)";', re.MULTILINE)
BROTLI = """
const { brotliCompressSync } = require("node:zlib");
const { readFileSync } = require("node:fs");
const sizes = process.argv.slice(1).map((file) => brotliCompressSync(readFileSync(file)).length);
console.log(JSON.stringify(sizes));
"""


def rows() -> list[Row]:
    page = (STATIC / "index.html").read_text()
    paint = {"index.html", *BLOCKING.findall(page)}
    frame = paint | {*LINKED.findall(page), *_closure(MAIN), TEXTS}
    data = frame | _closure(VIEW)
    late = sorted(data - paint - set(LINKED.findall(page)))
    files = {"paint": paint, "frame": frame, "data": data}
    sizes = {name: _sizes(found - {OF_THE_FIRM}) for name, found in files.items()}
    requests = {"paint": len(paint), "frame": len(frame), "data": len(data) + len(ANSWERS)}
    smallest = {name: min(found.values()) for name, found in sizes.items()}
    return [
        Row(
            id="page.weight",
            measured="; ".join(_said(name, requests[name], sizes[name]) for name in sizes),
            goal="<= 30 KB, <= 6 requests",
            met=smallest["data"] <= MOST_BYTES and requests["data"] <= MOST_REQUESTS,
            against=f"files on disk, answers of the API not weighed; {len(late)} files are found "
            "only after main.js or a text has come",
            figures={"requests": requests, "bytes": sizes, "not_preloaded": late},
        ),
        _elsewhere(frame),
    ]


def _elsewhere(frame: set[str]) -> Row:
    """The other pages, each opened first, until its data shows."""
    files = {
        name: frame
        | _closure(f"app/views/{name}.js")
        | {f"locales/{area}.nl.js", f"styles/{area}.css"}
        for name, (area, _) in ELSEWHERE.items()
    }
    sizes = {name: _sizes(found - {OF_THE_FIRM}) for name, found in files.items()}
    common = len(ANSWERS) - 1
    requests = {name: len(files[name]) + common + n for name, (_, n) in ELSEWHERE.items()}
    met = all(min(found.values()) <= MOST_BYTES for found in sizes.values())
    return Row(
        id="page.weight, other pages",
        measured="; ".join(_said(name, requests[name], sizes[name]) for name in sizes),
        goal="<= 30 KB, <= 6 requests",
        met=met and max(requests.values()) <= MOST_REQUESTS,
        against="as above; each opened first, with the texts and styles of its area",
        figures={"requests": requests, "bytes": sizes},
    )


def _closure(module: str) -> set[str]:
    """The module and all that it imports, directly or not; imports on demand left out."""
    found, waiting = {module}, [module]
    while waiting:
        current = waiting.pop()
        named = IMPORTED.findall((STATIC / current).read_text())
        new = {normpath(join(current, "..", each)) for each in named} - found
        found |= new
        waiting += new
    return found


def _sizes(files: Iterable[str]) -> dict[str, int]:
    """Each file compressed by itself, as it is served."""
    paths = [STATIC / file for file in sorted(files)]
    raw = [path.read_bytes() for path in paths]
    zipped = sum(len(gzip.compress(content, 9)) for content in raw)
    return {"raw": sum(map(len, raw)), "gzip": zipped, **_brotli(paths)}


def _brotli(paths: list[Path]) -> dict[str, int]:
    node = shutil.which("node")
    if node is None:
        return {}
    done = subprocess.run(
        [node, "-e", BROTLI, *map(str, paths)], capture_output=True, text=True, check=True
    )
    sizes: list[int] = json.loads(done.stdout)
    return {"brotli": sum(sizes)}


def _said(until: str, requests: int, sizes: dict[str, int]) -> str:
    told = ", ".join(f"{size / 1024:.1f} KB {kind}" for kind, size in sizes.items())
    return f"until {until} {told}, {requests} requests"
