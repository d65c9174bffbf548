"""Pictures that people send: known by their bytes, measured, and freed of all but the picture.

A name and a declared type count for nothing. Metadata (where a photo was taken) and whatever is
hidden behind the end are left out; what moves is refused. Nothing is decoded here, so nothing can
be made to grow: width and height are read where a decoder would read them.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from balie.ground.core.errors import Invalid

Kind = Literal["png", "jpeg", "webp"]
PNG = b"\x89PNG\r\n\x1a\n"
# https://www.w3.org/TR/png-3/#11Chunks
PNG_KEPT = frozenset(
    (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT")
)
# https://www.w3.org/Graphics/JPEG/itu-t81.pdf, table B.1
JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_RESTARTS = frozenset((0x00, *range(0xD0, 0xD8)))
JPEG_LEFT_OUT = frozenset((0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE))  # but JFIF, colours and Adobe
SCAN, END = 0xDA, 0xD9
# https://www.rfc-editor.org/rfc/rfc9649.html#name-extended-file-format
WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"))
WEBP_COLOURS_AND_ALPHA = 0b0011_0000


class ImageRefused(Invalid):
    code = "image_refused"


@dataclass(frozen=True, slots=True)
class Image:
    """width, height: in pixels. content: as it is kept and shown."""

    kind: Kind
    width: int
    height: int
    content: bytes


def read(content: bytes) -> Image:
    """Raises ImageRefused."""
    try:
        if content.startswith(PNG):
            return _png(content)
        if content.startswith(b"\xff\xd8\xff"):
            return _jpeg(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    except (struct.error, IndexError, ValueError) as error:
        raise ImageRefused("The picture is cut off or damaged. Save it again.") from error
    raise ImageRefused("This is no PNG, JPEG or WebP picture, whatever it is called.")


def _png(content: bytes) -> Image:
    chunks = [(kind, whole) for kind, whole in _png_chunks(content) if kind in PNG_KEPT]
    kinds = [kind for kind, _ in chunks]
    if kinds[0] != b"IHDR" or kinds.count(b"IHDR") != 1 or b"IDAT" not in kinds:
        raise ImageRefused("The PNG picture is damaged. Save it again.")
    width, height = struct.unpack_from(">II", chunks[0][1], 8)
    return Image("png", width, height, PNG + b"".join(whole for _, whole in chunks))


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk's kind and all its bytes, up to the end of the picture."""
    at, kind = len(PNG), b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", content, at)
        whole = content[at : at + 12 + length]
        (checksum,) = struct.unpack_from(">I", whole, 8 + length)
        if checksum != zlib.crc32(whole[4 : 8 + length]):
            raise ImageRefused("The PNG picture is damaged. Save it again.")
        if kind == b"acTL":
            raise ImageRefused("The picture moves. Send one that stands still.")
        yield kind, whole
        at += 12 + length


def _jpeg(content: bytes) -> Image:
    kept, sizes = [content[:2]], []
    for marker, whole in _jpeg_segments(content):
        if marker in JPEG_FRAMES:
            sizes.append(struct.unpack_from(">HH", whole, 5))
        if marker not in JPEG_LEFT_OUT:
            kept.append(whole)
    if len(sizes) != 1:
        raise ImageRefused("The JPEG picture is damaged. Save it again.")
    height, width = sizes[0]
    return Image("jpeg", width, height, b"".join(kept))


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker and its bytes, a scan with its data, up to the end of the picture."""
    at, marker = 2, 0
    while marker != END:
        prefix, marker = content[at], content[at + 1]
        if prefix != 0xFF or marker < 0xC0:
            raise ImageRefused("The JPEG picture is damaged. Save it again.")
        end = at + 2
        if marker != END:
            (length,) = struct.unpack_from(">H", content, end)
            end += length
        if marker == SCAN:
            end = _end_of_scan(content, end)
        yield marker, content[at:end]
        at = end


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker stands that is no part of the scan's data."""
    at = content.index(b"\xff", at)
    while content[at + 1] in JPEG_RESTARTS:
        at = content.index(b"\xff", at + 2)
    return at


def _webp(content: bytes) -> Image:
    kept, sizes = [], set()
    for kind, payload in _webp_chunks(content):
        if kind in (b"ANIM", b"ANMF"):
            raise ImageRefused("The picture moves. Send one that stands still.")
        if kind in WEBP_KEPT:
            sizes |= _webp_size(kind, payload)
            kept.append(_webp_chunk(kind, payload))
    if len(sizes) != 1:
        raise ImageRefused("The WebP picture is damaged. Save it again.")
    ((width, height),) = sizes
    body = b"WEBP" + b"".join(kept)
    return Image("webp", width, height, b"RIFF" + struct.pack("<I", len(body)) + body)


def _webp_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    (size,) = struct.unpack_from("<I", content, 4)
    at = 12
    while at < size + 8:
        kind, length = struct.unpack_from("<4sI", content, at)
        (payload,) = struct.unpack_from(f"{length}s", content, at + 8)
        yield kind, payload
        at += 8 + length + length % 2


def _webp_chunk(kind: bytes, payload: bytes) -> bytes:
    if kind == b"VP8X":
        payload = bytes([payload[0] & WEBP_COLOURS_AND_ALPHA]) + payload[1:]
    return kind + struct.pack("<I", len(payload)) + payload + b"\0" * (len(payload) % 2)


def _webp_size(kind: bytes, payload: bytes) -> set[tuple[int, int]]:
    """What the chunk says of width and height: nothing, or one pair."""
    if kind == b"VP8X":
        wide, high = payload[4:7], payload[7:10]
        return {(int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1)}
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", payload, 1)
        return {((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)}
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", payload, 6)
        return {(width & 0x3FFF, height & 0x3FFF)}
    return set()
