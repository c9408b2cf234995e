"""What the app costs, measured: `python -m benchmarks.pipeline`, `.growth`, `.visit` …."""
