"""Files in, frames out: the only room that decodes."""

from meso.media.read import Media, frame_at, open_between, open_media

__all__ = ["Media", "frame_at", "open_between", "open_media"]
