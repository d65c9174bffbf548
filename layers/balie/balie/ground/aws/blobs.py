"""Files that a tenant keeps, in S3 under its own prefix. What a name stands for never changes."""

from dataclasses import dataclass

from balie.ground.aws import clients, guard, settings
from balie.ground.aws.direct import Refused

MISSING = "NoSuchKey"


@dataclass(frozen=True, slots=True)
class Blob:
    content: bytes
    media_type: str


def put(tenant: str, name: str, blob: Blob) -> None:
    """name: `guard.OBJECT_NAME`. The caller's unit of work is open: the guard holds its tenant."""
    clients.clients_for(tenant).s3.put_object(
        Bucket=settings.files_bucket(),
        Key=guard.object_prefix_of(tenant) + name,
        Body=blob.content,
        ContentType=blob.media_type,
    )


def link(tenant: str, name: str, *, save_as: str, seconds: int) -> str:
    """An address where whoever has it can download what is kept, for so long; as a file, never as a
    page, and not kept by the browser. save_as: letters, digits, dots, dashes and underscores."""
    address: str = clients.clients_for(tenant).s3.generate_presigned_url(
        "get_object",
        Params={
            "Bucket": settings.files_bucket(),
            "Key": guard.object_prefix_of(tenant) + name,
            "ResponseCacheControl": "private, no-store",
            "ResponseContentDisposition": f'attachment; filename="{save_as}"',
        },
        ExpiresIn=seconds,
    )
    return address


def get(tenant: str, name: str) -> Blob | None:
    """None when nothing is kept under this name."""
    try:
        answer = clients.clients_for(tenant).s3.get_object(
            Bucket=settings.files_bucket(), Key=guard.object_prefix_of(tenant) + name
        )
    except Refused as error:
        if error.code == MISSING:
            return None
        raise
    return Blob(answer["Body"].read(), answer["ContentType"])
