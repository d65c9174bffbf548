"""The branding's row, and its pictures beside it."""

from balie.firm.branding.model import MEDIA_TYPES, Branding, Picture
from balie.ground.aws import blobs, keys, stored
from balie.ground.aws.blobs import Blob
from balie.ground.aws.work import Work


def get(work: Work) -> Branding | None:
    row = work.get(keys.branding())
    return stored.read(Branding, row) if row else None


def save(work: Work, branding: Branding) -> None:
    work.put(keys.branding(), stored.data(branding), version=branding.version)


def keep(work: Work, picture: Picture, content: bytes) -> None:
    """Named by its content, so that it may be kept before the row that speaks of it."""
    blob = Blob(content, MEDIA_TYPES[picture.kind])
    blobs.put(work.tenant, f"branding/{picture.file}", blob)


def picture(work: Work, file: str) -> Blob | None:
    return blobs.get(work.tenant, f"branding/{file}")
