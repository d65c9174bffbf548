"""A problem document, as RFC 9457 has it: what every refusal over HTTP says."""

from http import HTTPStatus
from typing import Any

MEDIA_TYPE = "application/problem+json"


def body_of(code: str, status: int, detail: str) -> dict[str, Any]:
    """code: which problem it is; docs/problems.md has a paragraph on each."""
    return {
        "type": "about:blank",  # the title is the status's own
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
