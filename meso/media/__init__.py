"""Files in, frames out: the only room that decodes."""

from meso.media.read import Media, open_media

__all__ = ["Media", "open_media"]
