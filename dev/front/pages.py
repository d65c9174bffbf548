"""Serves a published site: a page for every path without an extension, and the files it names."""

import mimetypes
from pathlib import Path, PurePosixPath

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dev.front import headers
from dev.publish import KEPT_FOR_EVER

TYPES = {".js": "text/javascript", ".map": "application/json"}


class Pages:
    """One site: the files of a folder, and the page that answers for all its places."""

    def __init__(self, folder: Path, page: str) -> None:
        self._folder = folder.resolve()
        self._page = page

    def answer(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            return _plain(405, "Method not allowed", {"Allow": "GET, HEAD"})
        path = request.url.path
        if not PurePosixPath(path).suffix:
            return _sent(self._folder / self._page, headers.NEVER_KEPT)
        file = (self._folder / path.lstrip("/")).resolve()
        if not file.is_relative_to(self._folder / KEPT_FOR_EVER) or not file.is_file():
            return _plain(404, "Not found", {})
        return _sent(file, headers.KEPT_FOR_EVER)


def _sent(file: Path, kept: dict[str, str]) -> Response:
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    return Response(file.read_bytes(), headers={**headers.SECURITY, **kept}, media_type=kind)


def _plain(status: int, text: str, extra: dict[str, str]) -> Response:
    sent = {**headers.SECURITY, **headers.NEVER_KEPT, **extra}
    return PlainTextResponse(f"{text}\n", status, sent)
