"""The pages in their bucket: published files put there, and the CDN told of new ones."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from balie.ground.aws import sdk
from balie.ground.core.ids import new_id

KEPT_FOR_EVER = "v/"
FOR_EVER = "public, max-age=31536000, immutable"
NEVER = "no-store"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}


def upload(folder: Path, bucket: str) -> int:
    """How many files were put. Pages last, since they name the others; none is ever removed."""
    client = sdk.client("s3")
    there = _there(client, bucket)
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*.*")}
    wanted = [name for name in files if name.startswith(KEPT_FOR_EVER) and name not in there]
    pages = [name for name in files if not name.startswith(KEPT_FOR_EVER)]
    for name in (*sorted(wanted), *sorted(pages)):
        client.put_object(
            Bucket=bucket,
            Key=name,
            Body=files[name].read_bytes(),
            ContentType=TYPES[files[name].suffix],
            CacheControl=FOR_EVER if name.startswith(KEPT_FOR_EVER) else NEVER,
        )
    return len(wanted) + len(pages)


def forget_pages(distributions: Iterable[str]) -> None:
    """Have the CDN ask for the pages again."""
    pages = ["/index.html", "/desk.html"]
    for distribution in distributions:
        sdk.client("cloudfront").create_invalidation(
            DistributionId=distribution,
            InvalidationBatch={
                "Paths": {"Quantity": len(pages), "Items": pages},
                "CallerReference": new_id("pages"),
            },
        )


def _there(client: Any, bucket: str) -> set[str]:
    """What is named by its content need not be sent again."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=KEPT_FOR_EVER)
    return {each["Key"] for page in pages for each in page.get("Contents", [])}
