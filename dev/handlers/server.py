"""The HTTP door of the handler host: POST /FUNCTION with the event."""

import json
import socket
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from dev.handlers.host import HandlerHost

THREADS = 32
DEFAULT_SECONDS = 30


class HandlerServer(HTTPServer):
    """Serves on a socket that its parent keeps open: while we restart, callers wait in line."""

    def __init__(self, listener: socket.socket, host: HandlerHost) -> None:
        super().__init__(("127.0.0.1", 0), _Door, bind_and_activate=False)
        self.socket.close()
        self.socket = listener
        self.host = host
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="handler")

    def process_request(self, request: Any, client_address: Any) -> None:
        self._threads.submit(self._serve, request, client_address)

    def _serve(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        except OSError:
            pass  # the caller has gone
        finally:
            self.shutdown_request(request)

    def finish_all(self) -> None:
        """Wait for the handlers that run."""
        self._threads.shutdown()


class _Door(BaseHTTPRequestHandler):
    server: HandlerServer

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        later = int((time.time() + DEFAULT_SECONDS) * 1000)
        status, body = self.server.host.invoke(
            self.path.strip("/"),
            event,
            request_id=self.headers.get("X-Amzn-Lambda-Request-Id", str(uuid.uuid4())),
            deadline_ms=int(self.headers.get("X-Amzn-Lambda-Deadline-Ms", later)),
        )
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Handlers write their own log."""
