"""FastAPI can tell a collector about every request, its errors in full; here it does not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = """
import asyncio
from types import SimpleNamespace
from fastapi import FastAPI
from opentelemetry import trace
from meso.api.app import create_app

class Collector(trace.TracerProvider):
    def get_tracer(self, *arguments, **options):
        print("told")
        return trace.NoOpTracer()

trace.set_tracer_provider(Collector())
idle = SimpleNamespace(state="ready", problem=None)
app = {app}
asked = {{"type": "http", "method": "GET", "path": "/health", "query_string": b"", "root_path": ""}}
asked |= {{"headers": [(b"host", b"127.0.0.1")], "http_version": "1.1", "scheme": "http"}}

async def receive():
    return {{"type": "http.request"}}

async def send(message):
    print(message.get("status", ""))

asyncio.run(app(asked, receive, send))
"""


def printed(app):
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(app=app)],
        cwd=ROOT,
        env={"FASTAPI_OTEL_AUTO_CONFIGURE": "true"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.slow  # starts a process
def test_of_a_request_is_told_to_nobody():
    assert printed("create_app(idle, model='meso4')") == ["200"]


@pytest.mark.slow
def test_of_a_request_would_be_told_otherwise():
    assert "told" in printed("FastAPI()")
