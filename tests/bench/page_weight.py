"""What a first visit to a page downloads, counted on the published files.

Until the frame: the page with the script and the styles that it names, and the firm's own styles;
the browser paints nothing before. Until data: the files of the page's area, and what the API is
asked. `tests/portal/test_for_everyone.py` and its sibling hold the browser to these requests.
"""

import gzip
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from dev.publish import publish
from tests.bench.row import Row

MOST_BYTES, MOST_REQUESTS = 30 * 1024, 6
GOAL = "<= 30 KB, <= 6 requests"
AGAINST = "published files, each compressed by itself; answers of the API are not weighed"
NAMED = re.compile(r'(?:src|href)="/(v/[^"]+)"')
OF_THE_FIRM = "/branding/portal.css"  # made by the API; some 200 bytes
OVERVIEW = ("/api/session", "/api/overview")
CUSTOMERS = ("/desk/session", "/desk/customers", "/desk/customers/sums")
ELSEWHERE = {  # page: its area, and how many answers it waits for, that of the session among them
    "invoices": ("billing", 3),
    "invoice": ("billing", 2),
    "payments": ("billing", 2),
    "statement": ("billing", 2),
    "subscriptions": ("billing", 3),
    "profile": ("profile", 3),
    "sign-in": ("sign-in", 2),
}
BROTLI = """
const { brotliCompressSync } = require("node:zlib");
const { readFileSync } = require("node:fs");
const sizes = process.argv.slice(1).map((file) => brotliCompressSync(readFileSync(file)).length);
console.log(JSON.stringify(sizes));
"""


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        publish(site)
        portal, desk = _named(site, "index.html"), _named(site, "desk.html")
        return [
            _row("page.weight, portal's overview", portal, [OF_THE_FIRM], OVERVIEW),
            _row("page.weight, desk's customers", desk, [], CUSTOMERS),
            _elsewhere(site, portal),
        ]


def _named(site: Path, page: str) -> list[Path]:
    text = (site / page).read_text()
    return [site / page, *(site / file for file in NAMED.findall(text))]


def _row(name: str, files: list[Path], made: list[str], answers: tuple[str, ...]) -> Row:
    sizes = _sizes(files)
    frame = len(files) + len(made)
    requests = {"frame": frame, "data": frame + len(answers)}
    return Row(
        id=name,
        measured=f"{_said(sizes)}; {requests['frame']} requests until the frame, "
        f"{requests['data']} until data",
        goal=GOAL,
        met=min(sizes.values()) <= MOST_BYTES and requests["data"] <= MOST_REQUESTS,
        against=AGAINST,
        figures={"requests": requests, "bytes": sizes},
    )


def _elsewhere(site: Path, portal: list[Path]) -> Row:
    """The other pages of the portal, each opened first, until its data shows."""
    sizes: dict[str, dict[str, int]] = {}
    requests: dict[str, int] = {}
    for page, (area, answers) in ELSEWHERE.items():
        files = [*portal, *site.glob(f"v/{area}-*.js")]
        sizes[page] = _sizes(files)
        requests[page] = len(files) + len([OF_THE_FIRM]) + answers
    return Row(
        id="page.weight, other pages",
        measured="; ".join(
            f"{page} {_said(sizes[page])}, {requests[page]} requests" for page in ELSEWHERE
        ),
        goal=GOAL,
        met=all(min(each.values()) <= MOST_BYTES for each in sizes.values())
        and max(requests.values()) <= MOST_REQUESTS,
        against="as above, each opened first",
        figures={"requests": requests, "bytes": sizes},
    )


def _sizes(files: list[Path]) -> dict[str, int]:
    raw = [file.read_bytes() for file in files]
    zipped = sum(len(gzip.compress(content, 9)) for content in raw)
    return {"raw": sum(map(len, raw)), "gzip": zipped, **_brotli(files)}


def _brotli(files: list[Path]) -> dict[str, int]:
    node = shutil.which("node")
    if node is None:
        return {}
    done = subprocess.run(
        [node, "-e", BROTLI, *map(str, files)], capture_output=True, text=True, check=True
    )
    sizes: list[int] = json.loads(done.stdout)
    return {"brotli": sum(sizes)}


def _said(sizes: dict[str, int]) -> str:
    return ", ".join(f"{size / 1024:.1f} KB {kind}" for kind, size in sizes.items())
