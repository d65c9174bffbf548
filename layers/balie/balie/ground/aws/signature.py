"""Requests to AWS, signed: Signature Version 4.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote

ALGORITHM = "AWS4-HMAC-SHA256"


class Credentials(NamedTuple):
    """token: of those that end by themselves, as a function's do; None of a user's own."""

    access_key: str
    secret_key: str
    token: str | None = None


class Request(NamedTuple):
    """path: as it is sent. headers: names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def signed(
    request: Request, credentials: Credentials, *, region: str, service: str, now: datetime
) -> dict[str, str]:
    """The headers to send, all of them signed. service: the name that AWS signs it under."""
    headers = {**request.headers, "x-amz-date": _at(now)}
    if credentials.token:
        headers["x-amz-security-token"] = credentials.token
    names = ";".join(sorted(headers))
    scope = _scope(region, service, now)
    path = request.path if service == "s3" else quote(request.path, safe="/~")
    canonical = _canonical(request._replace(path=path, headers=headers), names)
    signature = _signature(canonical, credentials, scope, now)
    said = f"Credential={credentials.access_key}/{scope}, SignedHeaders={names}"
    return {**headers, "authorization": f"{ALGORITHM} {said}, Signature={signature}"}


def signed_link(
    request: Request,
    query: Mapping[str, str],
    credentials: Credentials,
    *,
    region: str,
    service: str,
    now: datetime,
    seconds: int,
) -> str:
    """The query of an address that is good for so many seconds, for a request to S3.

    https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
    """
    names, scope = ";".join(sorted(request.headers)), _scope(region, service, now)
    asked = {
        **query,
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{credentials.access_key}/{scope}",
        "X-Amz-Date": _at(now),
        "X-Amz-Expires": str(seconds),
        "X-Amz-SignedHeaders": names,
    }
    if credentials.token:
        asked["X-Amz-Security-Token"] = credentials.token
    text = "&".join(f"{name}={quote(asked[name], safe='-_.~')}" for name in sorted(asked))
    canonical = _canonical(request, names, text, content="UNSIGNED-PAYLOAD")
    return f"{text}&X-Amz-Signature={_signature(canonical, credentials, scope, now)}"


def _canonical(request: Request, names: str, query: str = "", content: str = "") -> str:
    said = request.headers
    lines = "".join(f"{name}:{' '.join(said[name].split())}\n" for name in names.split(";"))
    digest = content or _digest(request.body)
    return f"{request.method}\n{request.path}\n{query}\n{lines}\n{names}\n{digest}"


def _signature(canonical: str, credentials: Credentials, scope: str, now: datetime) -> str:
    key = f"AWS4{credentials.secret_key}".encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    text = f"{ALGORITHM}\n{_at(now)}\n{scope}\n{_digest(canonical.encode())}"
    return hmac.digest(key, text.encode(), "sha256").hex()


def _at(now: datetime) -> str:
    return now.strftime("%Y%m%dT%H%M%SZ")


def _scope(region: str, service: str, now: datetime) -> str:
    return f"{_at(now)[:8]}/{region}/{service}/aws4_request"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
