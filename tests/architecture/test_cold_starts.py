"""What a function imports before its first event is what its callers wait for.

Exact sets, so that a new import is argued for here: FastAPI alone costs 1.3 times what boto3 does,
Stripe's SDK 0.7 times, and the webhook function pays for none of the three.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import layers
from tests.architecture.source import FUNCTIONS, PACKAGE, ROOT

BASE = {"aws_lambda_powertools", "jmespath", "typing_extensions", "ulid"}
PYDANTIC = {"annotated_types", "pydantic", "pydantic_core", "typing_inspection"}

ALLOWED = {
    "webhook_in": BASE,
    "provider_events": BASE | PYDANTIC,
    "catch_up": BASE | PYDANTIC,
    "provider_call": BASE | PYDANTIC,
    "nightly": BASE | PYDANTIC,
    "stream_out": BASE | PYDANTIC,
    "audit_chain": BASE,
    "audit_missed": BASE,
    "portal_api": BASE
    | PYDANTIC
    | {"annotated_doc", "anyio", "fastapi", "mangum", "opentelemetry", "starlette"},
    "desk_api": BASE
    | PYDANTIC
    | {"annotated_doc", "anyio", "fastapi", "mangum", "opentelemetry", "starlette"}
    | {"OpenSSL", "_cffi_backend", "cbor2", "cryptography", "pyasn1", "pyasn1_modules", "webauthn"},
    "mail_out": BASE | PYDANTIC | {"babel", "jinja2", "markupsafe"},
}
LOADED_ON_FIRST_USE = {
    "balie.outside.providers.stripe.fetch": {
        "certifi",
        "charset_normalizer",
        "idna",
        "requests",
        "stripe",
        "urllib3",
    }
}


def imported(module: str, provided: set[str]) -> set[str]:
    """The third-party modules that importing `module` loads in a fresh process."""
    script = Path(__file__).with_name("cold_start.py")
    done = subprocess.run(
        [sys.executable, "-P", str(script), module, *sorted(provided)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{PACKAGE.parent}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str] = json.loads(done.stdout)
    return set(found)


def test_every_function_has_its_list():
    assert set(ALLOWED) == set(FUNCTIONS)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_starts_with_its_layers_and_imports_no_more_than_its_list(function):
    found = imported(f"functions.{function}.app", layers.provided_to(function))
    assert found == ALLOWED[function]


def test_the_webhook_function_could_not_import_more():
    provided = layers.provided_to("webhook_in")
    for heavy in (
        "babel",
        "boto3",
        "botocore",
        "fastapi",
        "jinja2",
        "pydantic",
        "requests",
        "starlette",
        "stripe",
    ):
        assert heavy not in provided


@pytest.mark.parametrize("module", LOADED_ON_FIRST_USE)
def test_an_sdk_that_is_loaded_on_first_use_is_in_the_layers_of_who_uses_it(module):
    found = imported(module, layers.provided_to("provider_events"))
    assert found - ALLOWED["provider_events"] == LOADED_ON_FIRST_USE[module]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_has_no_layer_that_it_does_not_import_from(function):
    used = ALLOWED[function]
    if function in ("provider_events", "catch_up", "provider_call", "desk_api"):
        used = used.union(*LOADED_ON_FIRST_USE.values())
    folders = layers.folders_of(function)
    assert "layers/balie" in folders
    for folder in set(folders) - {"layers/balie"}:
        others = [layers.provided_by(other) for other in folders if other != folder]
        assert layers.provided_by(folder).difference(*others) & used, folder


def test_a_module_that_no_layer_provides_is_missed():
    without = layers.provided_to("portal_api") - {"mangum"}
    with pytest.raises(AssertionError, match="No module named 'mangum' in the layers"):
        imported("functions.portal_api.app", without)
