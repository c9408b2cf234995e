"""What holds for every file of the repository: sizes, docstrings, links, lists of packages."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "meso").rglob("*.py"))
SOURCES = [*MODULES, ROOT / "app.py", *(ROOT / "scripts").glob("*.py")]
SOURCES += (ROOT / "benchmarks").glob("*.py")
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("weights/*.md")]
DOCUMENTS = [
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "LICENSE",
    "docs/tour.md",
    "docs/lesson.md",
    "docs/decisions/0001-one-is-fake.md",
]
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines_of_body(function: Function) -> int:
    """How many lines a function has below its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return function.end_lineno - body[0].lineno + 1 if body else 0


def functions(module: Path) -> dict[str, int]:
    """The lines of each function of a module, by its place."""
    nodes = [node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, Function)]
    return {f"{module.relative_to(ROOT)}:{node.lineno}": lines_of_body(node) for node in nodes}


def undocumented(module: Path) -> list[str]:
    """The module, and the public classes and functions in it, that have no docstring."""
    tree = ast.parse(module.read_text())
    public = [
        node
        for node in tree.body
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
    ]
    bare = [node for node in [tree, *public] if tree.body and not ast.get_docstring(node)]
    return [f"{module.relative_to(ROOT)}: {getattr(node, 'name', 'module')}" for node in bare]


def pins(name: str) -> dict[str, Requirement]:
    """The requirements of a list, by normal name."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    wanted = [Requirement(line) for line in lines if line and not line.startswith("-r ")]
    return {re.sub(r"[-_.]+", "-", one.name).lower(): one for one in wanted}


class TestSizes:
    def test_functions_are_short_and_nearly_all_fit_a_glance(self):
        lines = {place: size for module in MODULES for place, size in functions(module).items()}
        longest = sorted(lines, key=lines.__getitem__, reverse=True)[:10]
        assert statistics.median(lines.values()) <= 8
        assert statistics.quantiles(lines.values(), n=10)[-1] < 25, longest
        assert max(lines.values()) <= 50, longest

    def test_no_module_is_over_250_lines(self):
        assert [file for file in SOURCES if len(file.read_text().splitlines()) > 250] == []


class TestWords:
    def test_whatever_is_public_says_what_it_is(self):
        assert [name for module in SOURCES for name in undocumented(module)] == []

    def test_no_page_writes_raw_html(self):
        assert [file for file in SOURCES if "unsafe_allow" in file.read_text()] == []

    def test_no_file_knows_a_machine(self):
        path = re.compile(r"(?<![\w.])/(?:work|root|opt|etc/xdg)/|https?://[^/\s]*\bpypi")
        texts = [*SOURCES, *PAGES, *ROOT.glob("*.t*t"), *ROOT.glob("*.lock"), ROOT / "Makefile"]
        texts += [*ROOT.glob("*.toml"), *(ROOT / "tests").rglob("*.py")]
        assert [file for file in texts if path.search(file.read_text())] == []


class TestDocuments:
    @pytest.mark.parametrize("name", DOCUMENTS)
    def test_each_is_there_and_says_something(self, name):
        assert len((ROOT / name).read_text()) > 200

    def test_links_lead_somewhere(self):
        links = [
            (page, target)
            for page in PAGES
            for target in re.findall(r"\]\(([^)#\s]+)", page.read_text())
            if "://" not in target and not target.startswith("mailto:")
        ]
        assert links
        assert [(page, to) for page, to in links if not (page.parent / to).exists()] == []


class TestQuick:
    @pytest.mark.slow  # a process of its own, that imports nearly every test
    def test_the_tests_that_make_quick_runs_load_no_tensorflow(self):
        collect = "import sys, pytest; pytest.main(['-qq', '--collect-only', '-m', 'not slow'])"
        loaded = "print(*{'pytest', 'tensorflow'} & {*sys.modules})"
        command = [sys.executable, "-c", f"{collect}; {loaded}"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "pytest"


class TestRequirements:
    def test_each_has_a_floor_and_a_reason(self):
        lines = [
            line for line in (ROOT / "requirements.txt").read_text().splitlines() if line[0] != "#"
        ]
        assert len(lines) > 10
        assert [line for line in lines if not re.fullmatch(r"[\w-]+>=[\d.]+ +# \S.+", line)] == []

    def test_the_lock_satisfies_them(self):
        locked = {
            name: next(iter(one.specifier)).version
            for name, one in pins("requirements.lock").items()
        }
        for name, wanted in pins("requirements.txt").items():
            assert Version(locked[name]) in wanted.specifier

    @pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.txt"])
    def test_what_is_pinned_is_pinned_exactly(self, name):
        assert pins(name)
        for one in pins(name).values():
            assert [specifier.operator for specifier in one.specifier] == ["=="]
            assert one.url is None
