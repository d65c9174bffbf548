"""Pictures for tests: small true ones, made by hand, and things that only look like one."""

import struct
import zlib


def png(width: int = 64, height: int = 32, *extra: tuple[bytes, bytes]) -> bytes:
    """extra: kind and content of chunks before the picture's own data."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xa9\x4a\x2a" * min(width, 512)) * min(height, 512))
    chunks = [(b"IHDR", header), *extra, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, content) for kind, content in chunks)


def chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def jpeg(width: int = 64, height: int = 32, *extra: bytes) -> bytes:
    """extra: segments after the start."""
    frame = segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\x34\xff\x00\x56\xff\xd0\x78"
    return b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"".join(extra) + frame + scan + b"\xff\xd9"


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def webp(width: int = 64, height: int = 32, *extra: tuple[bytes, bytes]) -> bytes:
    """extra: kind and content of chunks after an extended header."""
    bits = (width - 1) | (height - 1) << 14
    picture = (b"VP8L", b"\x2f" + struct.pack("<I", bits) + b"\0\0\0")
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    extended = [(b"VP8X", b"\x0c\0\0\0" + sides), *extra] if extra else []
    body = b"WEBP" + b"".join(riff(kind, content) for kind, content in [*extended, picture])
    return b"RIFF" + struct.pack("<I", len(body)) + body


def riff(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
NO_PICTURES = {
    "nothing": b"",
    "an SVG": SVG,
    "an SVG after a declaration": b'<?xml version="1.0"?>' + SVG,
    "an SVG that begins like a PNG": b"\x89PNG\r\n\x1a\n" + SVG,
    "an SVG that begins like a JPEG": b"\xff\xd8\xff" + SVG,
    "an SVG that begins like a WebP": b"RIFF\x40\0\0\0WEBP" + SVG,
    "HTML": HTML,
    "HTML behind a byte order mark": b"\xef\xbb\xbf" + HTML,
    "a GIF": b"GIF89a" + bytes(40),
    "a PDF": b"%PDF-1.7\n" + bytes(40),
    "a BMP": b"BM" + bytes(60),
    "an icon": b"\0\0\1\0\1\0" + bytes(60),
    "half a PNG": png()[:40],
    "a PNG without its end": png()[:-12],
    "a PNG with a wrong sum": png().replace(b"IDAT", b"IDAx"),
    "a PNG of a header alone": png()[:33] + chunk(b"IEND", b""),
    "a PNG of two headers": png(64, 32, (b"IHDR", bytes(13))),
    "a PNG that moves": png(64, 32, (b"acTL", bytes(8))),
    "half a JPEG": jpeg()[:30],
    "a JPEG without a frame": b"\xff\xd8" + segment(0xE0, b"JFIF\0") + b"\xff\xd9",
    "a JPEG of two frames": jpeg(64, 32, segment(0xC2, bytes(10))),
    "a JPEG whose scan never ends": jpeg()[:-2],
    "half a WebP": webp()[:-6],
    "a WebP that moves": webp(64, 32, (b"ANIM", bytes(6))),
    "a WebP of two sizes": webp(64, 32, (b"VP8X", b"\0\0\0\0" + bytes(6))),
    "a WebP of a header alone": b"RIFF\x0c\0\0\0WEBPVP8 \0\0\0\0",
}
