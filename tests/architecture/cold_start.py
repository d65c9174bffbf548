"""Imports a module as a deployed function does, and prints which third-party modules it loaded.

    python cold_start.py MODULE [TOP_LEVEL_MODULE_PROVIDED...]

What the layers do not provide is not found, whatever else is installed here.
"""

import importlib
import json
import sys
from importlib.machinery import ModuleSpec, PathFinder

_PROVIDED = set(sys.argv[2:])


class Layers:
    """Hides what is installed but not provided."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if "." not in name and name not in _PROVIDED and _is_installed(name):
            raise ModuleNotFoundError(f"No module named {name!r} in the layers", name=name)
        return None


def _is_installed(name: str) -> bool:
    spec = PathFinder.find_spec(name)
    places = [spec.origin or "", *(spec.submodule_search_locations or [])] if spec else []
    return any("site-packages" in place for place in places)


sys.meta_path.insert(0, Layers())
importlib.import_module(sys.argv[1])
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules} & _PROVIDED)))
