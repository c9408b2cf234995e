"""Files in, frames out: the only room that decodes.

What opens files is imported when it is first asked for. The page knows documents by their first
bytes and shows what they carry, and its process loads no decoder.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Media", "frame_at", "open_between", "open_media"]

if TYPE_CHECKING:
    from meso.media.read import Media, frame_at, open_between, open_media
else:

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from meso.media import read

        return getattr(read, name)
