"""A crop in, the same crop as a phone or a video site would have compressed it out."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np

from meso.values import Pixels


def h264(pixels: Pixels, quantiser: int) -> Pixels:
    """Encode one picture as H.264 and decode it: (height, width, 3) uint8 RGB both ways.

    quantiser: 0 (nothing is lost) to 51 (hardly anything is left); FaceForensics++ used 23 for its
               light and 40 for its heavy compression. Height and width must be even.
    """
    encoder = av.CodecContext.create("libx264", "w")
    encoder.height, encoder.width = pixels.shape[:2]
    encoder.pix_fmt = "yuv420p"
    encoder.time_base = Fraction(1, 25)
    encoder.thread_count = 1
    encoder.options = {"qp": str(quantiser), "preset": "ultrafast", "tune": "zerolatency"}
    picture = av.VideoFrame.from_ndarray(pixels, "rgb24")
    packets = [*encoder.encode(picture), *encoder.encode(None)]
    decoder = av.CodecContext.create("h264", "r")
    decoder.thread_count = 1
    frames = [frame for packet in [*packets, None] for frame in decoder.decode(packet)]
    back: Pixels = frames[0].to_ndarray(format="rgb24").astype(np.uint8, copy=False)
    return back
