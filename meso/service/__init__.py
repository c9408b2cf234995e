"""The worker process that holds finder and networks, and the small client that the pages use."""

from __future__ import annotations

from meso.service.client import Client
from meso.service.job import Job, Step

__all__ = ["Client", "Job", "Step"]
