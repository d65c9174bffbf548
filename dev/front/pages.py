"""Serves portal_static/: a page for every path without an extension, files for the others."""

import hashlib
import mimetypes
import re
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dev.front import headers

VERSIONED = re.compile(r"^/v/[^/]+(?=/)")
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".woff2": "font/woff2"}


class Pages:
    """One site: the files of a folder, and the page that answers for all its places."""

    def __init__(self, folder: Path, page: str) -> None:
        self._folder = folder.resolve()
        self._page = page

    def answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return _plain(405, "Method not allowed", {"Allow": "GET, HEAD"})
        path = VERSIONED.sub("", request.url.path)
        if not PurePosixPath(path).suffix:
            return self._file(self._folder / self._page, headers.NEVER_KEPT, request)
        file = (self._folder / path.lstrip("/")).resolve()
        inside = file.is_relative_to(self._folder) and file.suffix != ".html"
        if not inside or not file.is_file():
            return _plain(404, "Not found", {})
        kept = headers.ASKED_AGAIN if path == request.url.path else headers.KEPT_FOR_EVER
        return self._file(file, kept, request)

    def _file(self, file: Path, kept: dict[str, str], request: Request) -> Response:
        if not file.is_file():
            return _plain(404, f"{file.name} is missing", {})
        content = file.read_bytes()
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        sent = {**headers.SECURITY, **kept, "ETag": tag}
        if request.headers.get("if-none-match") == tag and kept != headers.NEVER_KEPT:
            return Response(status_code=304, headers=sent)
        kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
        return Response(content, headers=sent, media_type=kind or "application/octet-stream")


def _plain(status: int, text: str, extra: dict[str, str]) -> Response:
    sent = {**headers.SECURITY, **headers.NEVER_KEPT, **extra}
    return PlainTextResponse(f"{text}\n", status, sent)
