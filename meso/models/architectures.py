"""The name of an architecture in; the function that builds it out."""

from __future__ import annotations

from collections.abc import Callable

import keras

from meso.models.efficientnet_lite import (
    build_efficientnet_lite,
    build_lite_pair,
    build_lite_short,
)
from meso.models.forensic_transfer import build_forensic_transfer
from meso.models.meso1 import build_meso1
from meso.models.meso4 import build_meso4
from meso.models.meso_deep import build_meso_deep
from meso.models.meso_inception4 import build_meso_inception4

BUILDERS: dict[str, Callable[..., keras.Model]] = {
    "meso1": build_meso1,
    "meso4": build_meso4,
    "meso_inception4": build_meso_inception4,
    "meso_deep": build_meso_deep,
    "forensic_transfer": build_forensic_transfer,
    "efficientnet_lite": build_efficientnet_lite,
    "lite_short": build_lite_short,
    "lite_pair": build_lite_pair,
}
