"""The other programs that a deployment is made with: `sam`, and what publishes the pages.

Each is given a list of words, never a line for a shell, and shows what it says. What may be secret
goes by a file that only its owner reads, not among words that every process sees.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from balie.ground.core.errors import Unavailable

ROOT = Path(__file__).parents[4]
BUILT = ".aws-sam/build/template.yaml"
QUIET = {"SAM_CLI_TELEMETRY": "0"}


class ProgramFailed(Unavailable):
    """exit_code: the program's."""

    code = "program_failed"

    def __init__(self, told: str, exit_code: int) -> None:
        super().__init__(told)
        self.exit_code = exit_code


def answers(name: str) -> bool:
    """Whether there is a program of that name that can be started: a shim alone is none."""
    try:
        done = subprocess.run([name, "--version"], capture_output=True, check=False)  # noqa: S603
    except OSError:
        return False
    return done.returncode == 0


def build() -> None:
    """Raises ProgramFailed, as do the other two."""
    _run("sam", "build", "--parallel", "--cached")


def deploy(stack: str, region: str, parameters: Mapping[str, str], tags: Mapping[str, str]) -> None:
    """What was built. A parameter that is not given keeps the value that it has."""
    settings = {
        "stack_name": stack,
        "region": region,
        "resolve_s3": True,
        "capabilities": "CAPABILITY_IAM",
        "confirm_changeset": False,
        "fail_on_empty_changeset": False,
        "tags": _pairs(tags),
        **({"parameter_overrides": _pairs(parameters)} if parameters else {}),
    }
    lines = (f"{name} = {json.dumps(value)}" for name, value in settings.items())
    with tempfile.TemporaryDirectory() as folder:  # that nobody else may open
        file = Path(folder) / "samconfig.toml"
        file.write_text("\n".join(["version = 0.1", "[default.deploy.parameters]", *lines, ""]))
        _run("sam", "deploy", "--template-file", BUILT, "--config-file", str(file))


def publish(folder: Path) -> None:
    _run(sys.executable, "-m", "dev", "publish", str(folder))


def _pairs(values: Mapping[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in values.items())


def _run(*command: str) -> None:
    sys.stdout.flush()
    name = Path(command[0]).name
    environment = {**os.environ, **QUIET}
    try:
        done = subprocess.run(command, cwd=ROOT, env=environment, check=False)  # noqa: S603
    except OSError as error:
        told = f"{name} cannot be started; `balie setup --check` says what is missing."
        raise ProgramFailed(told, 127) from error
    if done.returncode != 0:
        told = f"{name} ended with {done.returncode}; what it said is above. Mend that, rerun."
        raise ProgramFailed(told, max(done.returncode, 1))
