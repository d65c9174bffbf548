"""What `sam build` makes of template.yaml: every function starts with its package and its layers.

Built for this machine's processor, so that it can be tried here; what is deployed is arm64.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dev import template as templates
from tests.architecture.source import FUNCTIONS, ROOT

SAM = Path(sys.executable).parents[2] / ".venv-sam" / "bin" / "sam"
LAMBDA_TAKES = 250_000_000  # bytes of a function and its layers, unzipped
WEBHOOKS_TAKE = 15_000_000  # docs/performance.md
STARTS = "import sys; sys.path[:0] = sys.argv[1:]; import app; assert callable(app.handler)"
STARTS += "; assert app.__file__.startswith(sys.argv[1])"


def python313() -> Path:
    """Lambda's Python. A version manager may put one on the path that does not start."""
    managed = sorted(Path.home().glob(".pyenv/versions/3.13.*/bin/python3.13"))
    for found in (shutil.which("python3.13") or "python3.13", *managed):
        real = f"{found} -c 'import os, sys; print(os.path.realpath(sys.executable))'"
        told = subprocess.run(["sh", "-c", real], capture_output=True, text=True, check=False)
        if told.returncode == 0:
            return Path(told.stdout.strip())
    assert os.environ.get("CI") != "true", "the build needs python3.13"
    pytest.skip("the build needs python3.13")


@pytest.fixture(scope="session")
def python() -> Path:
    return python313()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, python: Path) -> Path:
    """Folders by logical id."""
    if not SAM.exists():
        pytest.skip("`make build` installs sam first")
    place = tmp_path_factory.mktemp("build")
    here = {"x86_64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}[platform.machine()]
    text = (ROOT / "template.yaml").read_text()
    assert text.count("BuildArchitecture: arm64") == len(layers())
    (place / "template.yaml").write_text(text.replace("arm64", here))
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [SAM, "build", "--parallel", "--base-dir", ROOT, "--build-dir", place / "made"],
        cwd=place,
        env={
            **os.environ,
            "PATH": path,
            "SAM_CLI_TELEMETRY": "0",
            "AWS_DEFAULT_REGION": "eu-west-1",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return place / "made"


def layers() -> set[str]:
    return set(templates.resources_of(templates.read(), "AWS::Serverless::LayerVersion"))


def parts_of(function: str) -> tuple[str, list[str]]:
    """The function's logical id and its layers'."""
    (found,) = (
        (name, [layer["Ref"] for layer in of["Layers"]])
        for name, of in templates.functions_of(templates.read()).items()
        if of["CodeUri"] == f"functions/{function}"
    )
    return found


def weigh(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_starts_with_nothing_but_its_package_and_layers(
    built: Path, python: Path, function: str
) -> None:
    name, own_layers = parts_of(function)
    paths = [built / name, *(built / layer / "python" for layer in own_layers)]
    command = [str(python), "-I", "-S", "-B", "-c", STARTS, *map(str, paths)]
    done = subprocess.run(command, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_is_not_too_large(built: Path, function: str) -> None:
    name, own_layers = parts_of(function)
    size = sum(weigh(built / each) for each in (name, *own_layers))
    print(f"{function}: {size / 1e6:.1f} MB")
    assert size < (WEBHOOKS_TAKE if function == "webhook_in" else LAMBDA_TAKES)


def test_no_layer_is_empty(built: Path) -> None:
    for layer in layers():
        assert list((built / layer / "python").iterdir()), layer
