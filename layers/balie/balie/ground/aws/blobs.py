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
