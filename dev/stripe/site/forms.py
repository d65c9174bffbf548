"""Forms posted by our own pages, and only by them."""

from urllib.parse import parse_qsl

from starlette.requests import Request

SAME = frozenset({"same-origin", "none"})


async def filled(request: Request) -> dict[str, str]:
    body = await request.body()
    return dict(parse_qsl(body.decode(), keep_blank_values=True))


def foreign(request: Request) -> bool:
    """Whether another site sent this request, as far as the browser tells."""
    return request.headers.get("sec-fetch-site", "none") not in SAME
