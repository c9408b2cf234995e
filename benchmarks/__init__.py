"""What the app costs, measured: `python -m benchmarks.pipeline`, `.network`, `.growth`."""
