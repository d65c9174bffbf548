"""Makes what the local run and the tests need, and nothing that is already there.

    python3 dev/install.py             both virtual environments, the portal's JavaScript
    python3 dev/install.py --browser   a Chromium for the browser tests
    python3 dev/install.py --sam       AWS's tool that builds what is deployed

Runs before anything is installed, so it imports the standard library alone.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
NODE_AT_LEAST = 20
VENDOR = ROOT / "portal_static" / "vendor" / "lit-html"
USED = re.compile(r"vendor/lit-html/([\w./-]+\.js)")
IMPORTED = re.compile(r"""(?:from|import)\s*["'](\.{1,2}/[\w./-]+\.js)["']""")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Missing(Exception):
    """One line: what is missing, and what to do."""


def fingerprint(*files: Path) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def run(what: str, *command: str | Path) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
        raise Missing(f"{what} failed; the reason is above.")


def make_environment(folder: Path, requirements: Path) -> None:
    """The stamp is written last: an environment without one was left half-made."""
    stamp = folder / "made-from"
    wanted = fingerprint(requirements)
    if stamp.exists() and stamp.read_text() == wanted and _works(folder):
        return
    print(f"  Making {folder.name} (once; a minute or two)", flush=True)
    if stamp.exists() and _works(folder):
        stamp.unlink()
    else:
        shutil.rmtree(folder, ignore_errors=True)
        run("Making a virtual environment (is python3-venv installed?)", *_venv(folder))
    install = (folder / "bin" / "python", "-m", "pip", "install", "--quiet")
    # Nothing is to be resolved: the lock is complete, and pip trips over extras in it.
    options = ("--disable-pip-version-check", "--no-deps", "--require-hashes", "--requirement")
    run(f"Installing {requirements.relative_to(ROOT)}", *install, *options, requirements)
    stamp.write_text(wanted)


def _works(folder: Path) -> bool:
    """Its Python may have been taken away since."""
    return (folder / "bin" / "python").exists()


def _venv(folder: Path) -> tuple[str | Path, ...]:
    return (sys.executable, "-m", "venv", folder)


def install_javascript() -> None:
    lock, modules = ROOT / "package-lock.json", ROOT / "node_modules"
    stamp = modules / ".made-from"
    wanted = fingerprint(lock, ROOT / "package.json")
    if not stamp.exists() or stamp.read_text() != wanted:
        check_node()
        print("  Installing the portal's JavaScript (once)", flush=True)
        run("npm ci", "npm", "ci", "--ignore-scripts")
        stamp.write_text(wanted)
    copy_lit(modules / "lit-html")


def check_node() -> None:
    if not shutil.which("node") or not shutil.which("npm"):
        raise Missing(f"Balie needs Node {NODE_AT_LEAST} or newer with npm: https://nodejs.org")
    asked = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    version = asked.stdout.strip()
    major = version.removeprefix("v").partition(".")[0]
    if not major.isdigit() or int(major) < NODE_AT_LEAST:
        what = version or "one that does not start"
        raise Missing(f"Balie needs Node {NODE_AT_LEAST} or newer; this is {what}.")


def copy_lit(package: Path) -> None:
    """Only the modules that our pages import, and what those import."""
    app = ROOT / "portal_static" / "app"
    wanted = {"lit-html.js"}
    for file in app.rglob("*.js"):
        wanted |= set(USED.findall(file.read_text()))
    copied: set[str] = set()
    while wanted - copied:
        name = (wanted - copied).pop()
        source = package / name
        _copy(source, VENDOR / name)
        copied.add(name)
        for reference in IMPORTED.findall(source.read_text()):
            found = (source.parent / reference).resolve().relative_to(package.resolve())
            wanted.add(str(found))


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise Missing(f"The portal imports {source.name}, which lit-html does not have.")
    if not target.exists() or target.read_bytes() != source.read_bytes():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def install_browser() -> None:
    if os.environ.get("BALIE_CHROMIUM") or any(shutil.which(name) for name in BROWSERS):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("  Installing Chromium (once)", flush=True)
        _update_packages()
        run("Installing Chromium", "apt-get", "install", "--yes", "--quiet", "chromium")
        return
    hint = "The browser tests need Chromium (on Debian: sudo apt-get install chromium)."
    if os.environ.get("CI") == "true":
        raise Missing(hint)
    print(f"  {hint} They are skipped.")


def _update_packages() -> None:
    for pause_seconds in (5, 15, 30):
        if subprocess.run(["apt-get", "update", "--quiet"], check=False).returncode == 0:
            return
        time.sleep(pause_seconds)


def main() -> int:
    with Path(__file__).open() as this:
        fcntl.flock(this, fcntl.LOCK_EX)  # two starts at once: the second finds all done
        try:
            if "--browser" in sys.argv:
                install_browser()
            elif "--sam" in sys.argv:
                make_environment(ROOT / ".venv-sam", ROOT / "dev" / "sam" / "requirements.txt")
            else:
                make_environment(ROOT / ".venv", ROOT / "dev" / "requirements.txt")
                make_environment(ROOT / ".venv-aws", ROOT / "dev" / "aws" / "requirements.txt")
                install_javascript()
        except Missing as missing:
            print(missing, file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            print("\n  Stopped; the next start goes on from here.", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
