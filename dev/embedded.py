"""The embedded AWS as a process, and a throw-away one for tests.

with throw_away() as (aws, environment):
    os.environ |= environment  # what template.yaml gives the functions, and how to reach AWS
    table = aws.client("dynamodb").describe_table(TableName=environment["BALIE_TABLE"])
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import httpx
from botocore.config import Config

from dev import deployment, template
from dev.addresses import ORIGIN_SECRET
from dev.children import Child, free_port
from dev.template import REGION, ROOT

PYTHON = ROOT / ".venv-aws" / "bin" / "python"
TEST_PARAMETERS = {
    "Stage": "test",
    "PublicUrl": "http://localhost:8400",
    "DeskUrl": "https://desk.balie.example",
    "PasskeyDomain": "desk.balie.example",
    "MailSender": "billing@balie.example",
    "StripeApiBase": "http://localhost:8401",
    "OriginSecret": ORIGIN_SECRET,
}


class Aws:
    """An instance that runs somewhere on loopback."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._http = httpx.Client(base_url=endpoint, timeout=15)

    @property
    def environment(self) -> dict[str, str]:
        """How a process reaches this instance."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106  # not a secret
            config=Config(retries={"max_attempts": 1}),
        )

    def answers(self) -> bool:
        try:
            return self._http.get("/_ministack/health").is_success
        except httpx.HTTPError:
            return False

    def waiting(self) -> dict[str, int]:
        """What functions have yet to deal with: by queue, and the stream's records."""
        counts: dict[str, int] = self._http.get("/_balie/waiting").json()
        return counts

    def settle(self) -> None:
        """Start no more functions and wait for those that run; to be called before stopping."""
        self._http.post("/_balie/settle")


class EmbeddedAws(Aws):
    """An instance of our own, as a child process."""

    name = "the embedded AWS"

    def __init__(
        self,
        *,
        port: int,
        state: Path | None = None,
        log: Path | None = None,
        pass_fds: Sequence[int] = (),
    ) -> None:
        """state: where it keeps what it holds; without, all is forgotten at the end."""
        super().__init__(f"http://127.0.0.1:{port}")
        where = [str(state)] if state else []
        serve = ROOT / "dev" / "aws" / "serve.py"
        command = [str(PYTHON), str(serve), str(port), str(os.getpid()), *where]
        self._child = Child(self.name, command, log=log, pass_fds=pass_fds)
        try:
            self._child.wait_until(self.answers)
        except RuntimeError:
            self._child.stop()
            raise

    @property
    def ended(self) -> bool:
        return self._child.ended

    def stop(self) -> None:
        self._child.stop()


@contextmanager
def throw_away(
    parameters: dict[str, str] | None = None,
) -> Iterator[tuple[EmbeddedAws, dict[str, str]]]:
    """An instance with the template's tables, queues, buckets and keys, and the environment of
    its functions. No function runs: a test calls the handlers."""
    aws = EmbeddedAws(port=free_port())
    try:
        given = {**TEST_PARAMETERS, **(parameters or {})}
        variables = deployment.deploy_storage(aws, template.read(), given)
        yield aws, {**variables, **aws.environment}
    finally:
        aws.stop()
