"""What a deployed function finds to import: the packages of its layers, and nothing else."""

import re
from functools import cache
from importlib.metadata import packages_distributions

from dev import template as templates
from tests.architecture.source import ROOT

NAMED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==", re.MULTILINE)


@cache
def folders_of(function: str) -> tuple[str, ...]:
    """function: its folder. The folders of the layers that the template gives it."""
    template = templates.read()
    layers = templates.resources_of(template, "AWS::Serverless::LayerVersion")
    (found,) = (
        properties["Layers"]
        for properties in templates.functions_of(template).values()
        if properties["CodeUri"] == f"functions/{function}"
    )
    return tuple(layers[layer["Ref"]]["ContentUri"] for layer in found)


def provided_by(folder: str) -> set[str]:
    """The top-level modules of a layer's locked requirements."""
    locked = NAMED.findall((ROOT / folder / "requirements.txt").read_text())
    return {module for package in locked for module in _modules().get(_normal(package), set())}


def provided_to(function: str) -> set[str]:
    return set().union(*map(provided_by, folders_of(function)))


@cache
def _modules() -> dict[str, set[str]]:
    """Distribution -> its top-level modules."""
    found: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for distribution in distributions:
            found.setdefault(_normal(distribution), set()).add(module)
    return found


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()
