"""Purpose in, a complete .venv out; where it is complete already, nothing happens.

    python scripts/environment.py app     requirements.txt and the `meso` command
    python scripts/environment.py dev     and what the checks need
    python scripts/environment.py test    and a browser for the browser tests
    python scripts/environment.py lock    writes requirements.lock anew

Called by the Makefile, before anything is installed: standard library only, Python 3.11 or newer.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

LISTS = {"app": "requirements.txt", "dev": "requirements-dev.txt"}
COVERED_BY = {"app": ("app", "dev"), "dev": ("dev",)}
UNFINISHED = "unfinished"
OLDEST_PYTHON = "3.11"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT_PACKAGES = ("chromium", "libatomic1")  # the second for the Node.js inside Playwright
LOCK_HEADER = """\
# Every package of the app at the exact version it was tested with; `make lock` writes this file.
# It is given to pip as constraints: what another platform does not need is not installed there.
"""


class Missing(Exception):
    """What this machine lacks and what mends it, in one line."""


@dataclass(frozen=True)
class Environment:
    """The folder .venv of the checkout at `root`.

    Its file `state` says for which purpose, and from which lists, it is complete; while pip works
    it says "unfinished", so that what an interruption leaves behind is never taken for complete.
    """

    root: Path

    @property
    def folder(self) -> Path:
        """Where everything is installed."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter that runs the app and the checks."""
        return self.folder / "bin" / "python"

    @property
    def state(self) -> Path:
        """The file that says what is installed."""
        return self.folder / "state"

    def install(self, purpose: str) -> None:
        """Make the environment complete for "app" or "dev"; raises Missing."""
        if self.complete_for(purpose):
            return
        check_room(self.root, gigabytes=4)
        check_room(Path(tempfile.gettempdir()), gigabytes=1.5)  # where pip unpacks what it fetches
        if not self.usable():
            self.create()
        self.state.write_text(UNFINISHED)
        say(f"Installing {LISTS[purpose]} into .venv: up to 1 GB to fetch, minutes the first time.")
        # --compile: without cached bytecode each start of TensorFlow costs 7 s instead of 3
        self.pip("install", "--compile", "-r", LISTS[purpose], "-c", "requirements.lock")
        self.pip("install", "--quiet", "--no-deps", "--editable", ".")
        self.state.write_text(f"{purpose} {self.digest()}")

    def complete_for(self, purpose: str) -> bool:
        """Whether the last install ended well and what it was made from is unchanged."""
        if not (self.state.is_file() and self.python.exists()):
            return False
        covering = [f"{one} {self.digest()}" for one in COVERED_BY[purpose]]
        return self.state.read_text() in covering

    def digest(self) -> str:
        """What an install depends on, as one number: lists, package, place, Python."""
        lists = [path.read_text() for path in sorted(self.root.glob("requirements*"))]
        project = tomllib.loads((self.root / "pyproject.toml").read_text())["project"]
        parts = [*lists, json.dumps(project), str(self.root), python_version()]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def usable(self) -> bool:
        """Whether it can be installed into: pip is there, the Python is this one, no debris."""
        if self.state.is_file() and self.state.read_text() == UNFINISHED:
            return False
        ask = "import pip, platform; print(*platform.python_version_tuple()[:2], sep='.')"
        return self.python.exists() and output(self.python, "-c", ask) == python_version()

    def create(self) -> None:
        """Make .venv anew, empty but for pip; raises Missing."""
        if importlib.util.find_spec("ensurepip") is None:
            package = f"python{python_version()}-venv"
            raise Missing(
                f"{sys.executable} cannot make environments: its venv module is not installed. "
                f"On Debian and Ubuntu: apt install {package}"
            )
        say(f"Making .venv anew with Python {platform.python_version()}.")
        venv.create(self.folder, clear=True, symlinks=True, with_pip=True)

    def pip(self, *arguments: str) -> None:
        """Run pip in the checkout; raises Missing when it fails."""
        if run(self.python, "-m", "pip", *arguments, cwd=self.root):
            raise Missing(
                "pip could not install what is needed; its lines above say why. Usual causes: no "
                "way to the package index, or a machine that TensorFlow has no wheel for (an Intel "
                "Mac, Alpine Linux, a 32-bit system). Then run the same command again."
            )


def check_room(folder: Path, *, gigabytes: float) -> None:
    """Raise Missing where the disk is too full, before anything is half installed."""
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Missing(
            f"Too little room: {folder} has {free:.1f} GB free, and installing takes about "
            f"{gigabytes} GB there. Make room, then run the same command again."
        )


def get_browser(environment: Environment) -> None:
    """See to it that the browser tests find a Chromium, or say that they will be skipped."""
    if has_browser():
        return
    if can_apt() and apt_chromium():
        return
    say("Installing Chromium with Playwright for the browser tests.")
    extras = ["--with-deps"] if can_apt() else []  # the libraries that a bare system lacks
    if run(environment.python, "-m", "playwright", "install", *extras, "chromium"):
        say(
            "No Chromium could be installed, so THE BROWSER TESTS WILL BE SKIPPED. "
            "Install Chromium or Google Chrome, then run `make test` again."
        )


def has_browser() -> bool:
    """Whether a Chromium is on the PATH, or named in CHROMIUM."""
    return "CHROMIUM" in os.environ or any(shutil.which(name) for name in BROWSERS)


def can_apt() -> bool:
    """Whether this is a Debian or one of its kin, and we may install on it."""
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def apt_chromium() -> bool:
    """Try Debian's own Chromium, which brings its libraries; Ubuntu's package is an empty shell."""
    if platform.freedesktop_os_release().get("ID") != "debian":
        return False
    say("Installing Debian's Chromium for the browser tests.")
    run("apt-get", "-qq", "update")
    run("apt-get", "-qq", "install", "--yes", "--no-install-recommends", *APT_PACKAGES)
    return has_browser()


def write_lock(root: Path) -> None:
    """Install requirements.txt alone, in a folder of its own, and write down what came.

    Raises Missing on a Python for which newer versions exist than the oldest one can install.
    """
    if python_version() != OLDEST_PYTHON:
        raise Missing(
            f"The lock is written with Python {OLDEST_PYTHON}, the oldest that the app runs on. "
            f"Type: make lock PYTHON=/path/to/python{OLDEST_PYTHON}"
        )
    check_room(Path(tempfile.gettempdir()), gigabytes=5.5)
    with tempfile.TemporaryDirectory() as folder:
        clean = Environment(Path(folder))
        clean.create()
        clean.pip("install", "--no-compile", "-r", str(root / LISTS["app"]))
        listed = output(clean.python, "-m", "pip", "list", "--format", "json")
    (root / "requirements.lock").write_text(LOCK_HEADER + pins(listed))
    say("Wrote requirements.lock.")


def pins(listed: str) -> str:
    """Turn `pip list --format json` into lines `name==version`, without the tools that install."""
    packages = {one["name"].lower(): one["version"] for one in json.loads(listed)}
    kept = sorted(packages.keys() - {"pip", "setuptools"})
    return "".join(f"{name}=={packages[name]}\n" for name in kept)


def run(*command: str | Path, cwd: Path | None = None) -> int:
    """Run a command that prints for itself, and ask it no questions; its exit code."""
    unasked = os.environ | {
        "DEBIAN_FRONTEND": "noninteractive",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    return subprocess.run(command, cwd=cwd, env=unasked, check=False).returncode


def output(*command: str | Path) -> str:
    """What a command prints on stdout; nothing where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def python_version() -> str:
    """The version of the running Python as a wheel knows it, such as 3.11."""
    return ".".join(platform.python_version_tuple()[:2])


def say(line: str) -> None:
    """Print a line at once, before a program that we start prints its own."""
    print(line, flush=True)


def for_tests(environment: Environment) -> None:
    """Everything that `make test` needs."""
    environment.install("dev")
    get_browser(environment)


PURPOSES: dict[str, Callable[[Environment], None]] = {
    "app": lambda environment: environment.install("app"),
    "dev": lambda environment: environment.install("dev"),
    "test": for_tests,
    "lock": lambda environment: write_lock(environment.root),
}


def main(purpose: str) -> None:
    """Do what the Makefile asked for; ends the process with one line where something is missing."""
    try:
        PURPOSES[purpose](Environment(Path(__file__).resolve().parent.parent))
    except Missing as missing:
        sys.exit(str(missing))
    except KeyboardInterrupt:
        sys.exit("Stopped. Run the same command again: it repairs what is unfinished.")


if __name__ == "__main__":
    main(sys.argv[1])
