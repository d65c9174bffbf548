"""Pictures are known by their bytes, measured without being decoded, and freed of all else."""

from collections.abc import Callable

import pytest

from balie.ground.core import images
from balie.ground.core.images import ImageRefused
from tests.house import pictures
from tests.house.pictures import chunk, jpeg, png, segment, webp

SECRET = b"51.9225N 4.4792E <script>alert(1)</script>"
MADE: dict[str, Callable[..., bytes]] = {"png": png, "jpeg": jpeg, "webp": webp}


@pytest.mark.parametrize("kind", MADE)
@pytest.mark.parametrize(("width", "height"), [(64, 32), (1, 1), (2000, 250)])
def test_a_picture_is_known_and_measured(kind, width, height):
    found = images.read(MADE[kind](width, height))
    assert (found.kind, found.width, found.height) == (kind, width, height)
    assert images.read(found.content) == found


@pytest.mark.parametrize("content", pictures.NO_PICTURES.values(), ids=pictures.NO_PICTURES)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ImageRefused):
        images.read(content)


@pytest.mark.parametrize(
    "content",
    [
        png(64, 32, (b"tEXt", SECRET), (b"eXIf", SECRET), (b"juNK", SECRET)),
        jpeg(64, 32, segment(0xE1, SECRET), segment(0xFE, SECRET), segment(0xED, SECRET)),
        webp(64, 32, (b"EXIF", SECRET), (b"XMP ", SECRET), (b"junk", SECRET)),
        *(made() + SECRET for made in MADE.values()),
    ],
)
def test_what_is_not_the_picture_is_left_out(content):
    found = images.read(content)
    assert SECRET in content
    assert SECRET not in found.content
    assert (found.width, found.height) == (64, 32)


@pytest.mark.parametrize("kind", MADE)
def test_no_cut_and_no_changed_byte_is_more_than_refused(kind):
    whole = MADE[kind](64, 32)
    damaged = [whole[:length] for length in range(len(whole))]
    damaged += [whole[:at] + b"\xff" + whole[at + 1 :] for at in range(len(whole))]
    refused = [content for content in damaged if _refuses(content)]
    assert len(whole) - 1 in map(len, refused)
    assert len(whole) <= len(refused) < len(damaged)


def _refuses(content: bytes) -> bool:
    """Raises whatever is not a refusal."""
    try:
        images.read(content)
    except ImageRefused:
        return True
    return False


def test_a_flood_of_pixels_is_measured_without_being_decoded():
    header = b"\0\1\0\0\0\1\0\0\x08\x02\0\0\0"
    bomb = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    )
    found = images.read(bomb)
    assert (found.width, found.height) == (65_536, 65_536)
