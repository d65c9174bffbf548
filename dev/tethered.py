"""python -m dev.tethered PARENT_PID MODULE [ARGUMENTS]: run a module that ends with its parent."""

import runpy
import sys

from dev.children import die_with_parent

if __name__ == "__main__":
    _, parent, module, *arguments = sys.argv
    die_with_parent(int(parent))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
