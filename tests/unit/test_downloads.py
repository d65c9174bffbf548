"""A document is fetched from where the provider keeps documents, and only if it is one."""

import gzip
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from balie.outside.providers import downloads
from balie.outside.providers.refusals import DownloadRefused
from balie.outside.providers.stripe import invoice_pdf
from tests.house.served import answering

PDF = b"%PDF-1.4\n" + b"x" * 3000 + b"\n%%EOF\n"
asked: list[str] = []


class Provider(BaseHTTPRequestHandler):
    """Every way to answer with something else than a document, by path."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked.append(self.path)
        getattr(self, self.path.strip("/").partition("?")[0])()

    def say(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def document(self) -> None:
        assert self.headers["Accept-Encoding"] == "identity"
        assert self.headers["Authorization"] is None
        self.say(PDF)

    def piece_by_piece(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(PDF), 700):
            piece = PDF[start : start + 700]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def passed_on(self) -> None:
        self.say(b"", 302, Location="/document")

    def in_a_circle(self) -> None:
        self.say(b"", 302, Location="/in_a_circle")

    def to_nowhere(self) -> None:
        self.say(b"", 302)

    def to_the_clouds_own_data(self) -> None:
        self.say(b"", 302, Location="http://169.254.169.254/latest/meta-data/")

    def to_another_port(self) -> None:
        self.say(b"", 307, Location="http://127.0.0.1:1/document")

    def to_a_file(self) -> None:
        self.say(b"", 303, Location="file:///etc/passwd")

    def page(self) -> None:
        self.say(b"<html><script>alert(1)</script>", Content_Type="application/pdf")

    def page_before_it(self) -> None:
        self.say(b"<html>" + PDF)

    def nothing(self) -> None:
        self.say(b"")

    def expired(self) -> None:
        self.say(PDF, 410)

    def broken(self) -> None:
        self.say(PDF, 500)

    def packed(self) -> None:
        self.say(gzip.compress(b"%PDF-" + bytes(50_000_000)), Content_Encoding="gzip")

    def too_large(self) -> None:
        self.say(b"%PDF-" + bytes(11 * 1024 * 1024))

    def endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"%PDF-")
        while True:
            self.wfile.write(bytes(64 * 1024))

    def cut_off(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(PDF) + 10))
        self.end_headers()
        self.wfile.write(PDF)
        self.close_connection = True

    def drop_by_drop(self) -> None:
        self.send_response(200)
        self.end_headers()
        for byte in PDF:
            self.wfile.write(bytes([byte]))
            time.sleep(0.02)

    def silent(self) -> None:
        time.sleep(1)

    def not_even_http(self) -> None:
        self.wfile.write(b"\x00\x01\x02\r\n\r\n")
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Quietly."""


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(downloads, "MOST_SECONDS", 0.5)
    monkeypatch.setattr(downloads, "QUIET_SECONDS", 0.3)
    asked.clear()
    with answering(Provider) as address:
        yield address


def fetched(address: str, path: str) -> bytes:
    return downloads.pdf(address + path, lambda origin: origin == address)


@pytest.mark.parametrize("path", ["/document", "/document?s=ap", "/piece_by_piece", "/passed_on"])
def test_a_document_comes_as_it_is(address: str, path: str) -> None:
    assert fetched(address, path) == PDF


@pytest.mark.parametrize(
    "path",
    [
        "/page",
        "/page_before_it",
        "/nothing",
        "/expired",
        "/broken",
        "/packed",
        "/too_large",
        "/endless",
        "/cut_off",
        "/drop_by_drop",
        "/silent",
        "/not_even_http",
        "/in_a_circle",
        "/to_nowhere",
        "/to_the_clouds_own_data",
        "/to_another_port",
        "/to_a_file",
    ],
)
def test_nothing_else_is_taken_and_nobody_waits_long(address: str, path: str) -> None:
    began = time.monotonic()
    with pytest.raises(DownloadRefused):
        fetched(address, path)
    assert time.monotonic() - began < 5
    assert asked.count(path) <= downloads.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/iam/",
        "http://localhost/document",
        "http://[::1]/document",
        "https://pay.stripe.com@127.0.0.1/document",
        "https://pay.stripe.com:8443/document",
        "https://user@pay.stripe.com/document",
        "https://127.0.0.1\\@pay.stripe.com/document",
        "https://pay.stripe.com.evil.example/document",
        "https://evilpay.stripe.com/document",
        "https://stripe-upload-api.s3.us-west-1.amazonaws.com.evil.example/x",
        "https://stripe-upload-api.s3.us-west-1.evil.amazonaws.com/x",
        "https://other.s3.us-west-1.amazonaws.com/x",
        "http://pay.stripe.com/document",
        "//pay.stripe.com/document",
        "ftp://pay.stripe.com/document",
        "file:///etc/passwd",
        "https://[pay.stripe.com/document",
        "",
    ],
)
def test_no_other_server_is_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "_ask", lambda _pool, url: pytest.fail(f"asked {url}"))
    with pytest.raises(DownloadRefused):
        downloads.pdf(url, invoice_pdf.is_stripes)


@pytest.mark.parametrize(
    "origin",
    [
        "https://pay.stripe.com",
        "https://files.stripe.com",
        "https://stripe-upload-api.s3.us-west-1.amazonaws.com",
        "https://stripe-upload-api.s3.eu-north-1.amazonaws.com",
    ],
)
def test_where_stripe_keeps_documents_is_known(origin: str) -> None:
    assert invoice_pdf.is_stripes(origin)
