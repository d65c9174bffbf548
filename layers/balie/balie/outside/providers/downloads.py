"""A document from an address that a provider gave, which is still somebody's text.

Nothing is asked of any server but those where the provider is known to keep documents, also when
one of them passes on to another, and nothing is believed of what comes before it has been seen.
"""

import time
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import urllib3

from balie.outside.providers.refusals import DownloadRefused

MOST_BYTES = 10 * 1024 * 1024
MOST_SECONDS = 8.0
QUIET_SECONDS = 4.0  # between two pieces
MOST_REDIRECTS = 2
PIECE = 64 * 1024
BEGINS = b"%PDF-"  # ISO 32000-2, 7.5.2
REDIRECTS = (301, 302, 303, 307, 308)


def pdf(url: str, may_be_at: Callable[[str], bool]) -> bytes:
    """The document. may_be_at: whether one may be at this origin ("https://host"). Raises
    DownloadRefused."""
    deadline = time.monotonic() + MOST_SECONDS
    timeout = urllib3.Timeout(connect=QUIET_SECONDS, read=QUIET_SECONDS)
    with urllib3.PoolManager(timeout=timeout, retries=False) as pool:
        for _ in range(MOST_REDIRECTS + 1):
            if not may_be_at(_origin(url)):
                raise DownloadRefused("The document is not where this provider keeps documents.")
            try:
                answer = _ask(pool, url)
                if answer.status not in REDIRECTS:
                    return _checked(answer, _read(answer, deadline))
            except urllib3.exceptions.HTTPError as error:
                raise DownloadRefused("The document could not be read.") from error
            url = urljoin(url, answer.headers.get("location", ""))
    raise DownloadRefused("The document is passed on and on.")


def _origin(url: str) -> str:
    """With whatever stands before the host or after it: "https://user@host:1"."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _ask(pool: urllib3.PoolManager, url: str) -> urllib3.BaseHTTPResponse:
    """As it is: what is packed could unpack to anything."""
    return pool.request(
        "GET",
        url,
        headers={"Accept-Encoding": "identity"},
        redirect=False,
        preload_content=False,
        decode_content=False,
    )


def _read(answer: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    found = bytearray()
    while piece := answer.read1(PIECE, decode_content=False):
        found += piece
        if len(found) > MOST_BYTES:
            raise DownloadRefused("The document is larger than any invoice.")
        if time.monotonic() > deadline:
            raise DownloadRefused("The document comes too slowly.")
    return bytes(found)


def _checked(answer: urllib3.BaseHTTPResponse, content: bytes) -> bytes:
    if answer.status != 200 or not content.startswith(BEGINS):
        raise DownloadRefused("What came is no document.")
    return content
