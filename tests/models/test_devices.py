from __future__ import annotations

import pytest

LAPTOP = (
    "processor\t: 0\nflags\t\t: fpu sse2 avx2 fma\n\nprocessor\t: 1\nflags\t\t: fpu sse2 avx2 fma\n"
)
SERVER = "processor\t: 0\nflags\t\t: fpu avx2 avx512f avx512_bf16\n"
PHONE = "processor\t: 0\nBogoMIPS\t: 50.00\nFeatures\t: fp asimd bf16\n"


@pytest.fixture
def devices(monkeypatch, tmp_path):
    """`meso.models.devices` on a machine without a GPU; imported late, for it loads Keras."""
    from meso.models import devices

    monkeypatch.setattr(devices.keras.distribution, "list_devices", lambda kind: [])
    monkeypatch.setattr(devices, "PROCESSOR", tmp_path / "cpuinfo")
    return devices


@pytest.mark.parametrize(
    ("says", "quick"), [(LAPTOP, False), (SERVER, True), (PHONE, True), ("", False)]
)
def test_a_processor_is_quick_at_bfloat16_where_it_has_instructions_for_it(devices, says, quick):
    devices.PROCESSOR.write_text(says, "utf-8")
    assert devices.quick_at_bfloat16() is quick


def test_a_processor_of_which_nothing_is_said_is_not(devices):
    assert devices.quick_at_bfloat16() is False


def test_a_gpu_is(devices, monkeypatch):
    monkeypatch.setattr(devices.keras.distribution, "list_devices", lambda kind: ["gpu:0"])
    assert devices.quick_at_bfloat16() is True
    assert devices.device() == "the GPU (gpu:0)"
