"""Passes API and webhook calls on to the embedded AWS's HTTP API, as the CDN does to AWS's."""

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dev.addresses import ORIGIN_SECRET
from dev.front import headers

# Which portal was asked for, who asks, and that it came this way; a viewer's own are dropped.
VIEWER_HOST = "x-balie-host"
VISITOR = "x-balie-visitor"
ORIGIN = "x-balie-origin"
LARGEST_BODY = 1024 * 1024  # as in template.yaml, the function at the CDN
NOT_PASSED_IN = {
    b"host",
    b"connection",
    b"content-length",
    b"transfer-encoding",
    b"te",
    b"upgrade",
    b"forwarded",
    b"x-forwarded-for",
    b"x-forwarded-proto",
    b"x-forwarded-host",
    VIEWER_HOST.encode(),
    VISITOR.encode(),
    ORIGIN.encode(),
}
NOT_PASSED_OUT = {b"connection", b"content-length", b"transfer-encoding", b"date", b"server"}
SECONDS = 35


class Gateway:
    """The HTTP API at its address in the embedded AWS."""

    def __init__(self, api: str) -> None:
        """api: the URL of the API's default stage."""
        self._api = api
        self._client = httpx.AsyncClient(timeout=SECONDS, limits=httpx.Limits(max_connections=100))

    async def answer(self, request: Request) -> Response:
        body = await request.body()
        if len(body) > LARGEST_BODY:
            return _short(413, "Request Entity Too Large")
        try:
            status, sent, content = await self._pass_on(request, body)
        except httpx.HTTPError:
            return _short(503, "Service Unavailable")
        if status == 502:  # a handler's exception; its text is not for the viewer
            return _short(500, "Internal Server Error")
        response = Response(content, status)
        given = {name.lower() for name, _ in sent}
        length = [each for each in response.raw_headers if each[0] == b"content-length"]
        response.raw_headers = [each for each in sent if each[0].lower() not in NOT_PASSED_OUT]
        response.raw_headers += length
        for name, value in {**headers.SECURITY, **headers.NEVER_KEPT}.items():
            if name.lower().encode() not in given:
                response.headers[name] = value
        return response

    async def _pass_on(
        self, request: Request, body: bytes
    ) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        raw_path: bytes = request.scope["raw_path"]
        query: bytes = request.scope["query_string"]
        url = (
            self._api + raw_path.decode("ascii") + (f"?{query.decode('latin-1')}" if query else "")
        )
        passed = [each for each in request.headers.raw if each[0] not in NOT_PASSED_IN]
        passed += [
            (VIEWER_HOST.encode(), request.headers.get("host", "").lower().encode("latin-1")),
            (VISITOR.encode(), (request.client.host if request.client else "").encode()),
            (ORIGIN.encode(), ORIGIN_SECRET.encode()),
            (b"x-forwarded-for", (request.client.host if request.client else "").encode()),
            (b"x-forwarded-proto", request.url.scheme.encode()),
        ]
        call = self._client.build_request(request.method, url, headers=passed, content=body)
        response = await self._client.send(call, stream=True)
        try:
            content = b"".join([part async for part in response.aiter_raw()])
        finally:
            await response.aclose()
        return response.status_code, list(response.headers.raw), content


def _short(status: int, message: str) -> Response:
    return JSONResponse({"message": message}, status, {**headers.SECURITY, **headers.NEVER_KEPT})
