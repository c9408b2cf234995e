"""What the system tells of processes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from scripts.processes import cpu_of_tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

WORK = "import time\nwhile time.process_time() < 0.3: pass"
BY_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"


def test_the_work_of_a_child_counts_also_when_it_has_ended():
    before = cpu_of_tree(os.getpid())
    subprocess.run([sys.executable, "-c", BY_A_CHILD, WORK], check=True)
    assert cpu_of_tree(os.getpid()) >= before + 0.25


def test_the_work_of_others_does_not_count():
    idle = [sys.executable, "-c", "print(flush=True); input()"]
    with subprocess.Popen(idle, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        before = cpu_of_tree(child.pid)
        subprocess.run([sys.executable, "-c", WORK], check=True)
        assert cpu_of_tree(child.pid) == before
        child.communicate(b"\n")
