"""What a visit cost: the medians, and the CPU time of a process with all that it began."""

from __future__ import annotations

import os
import subprocess
import sys

from benchmarks.visit import Visit, rows
from scripts.processes import cpu_of_tree

WORK = "import time\nwhile time.process_time() < 0.3: pass"
BY_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"


def test_the_table_has_the_medians_beside_what_is_aimed_at():
    seen = [Visit(1, 0.1, 2, 0.3, 0.9), Visit(5, 0.2, 4, 0.1, 0.7), Visit(3, 0.9, 9, 0.2, 0.8)]
    assert rows(seen) == [
        ["from the drop to the chart", "3.00", "4.00", "4 s of CPU"],
        ["to the first progress", "", "0.20", "0.5 s"],
        ["threshold moved", "0.20", "0.80", "1 s"],
    ]


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
