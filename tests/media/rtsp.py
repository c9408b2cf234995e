"""A camera that speaks RTSP (RFC 2326), made up: it sends one clip in H.264 and hangs up."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import av

from tests.media_files import clip_bytes

TICKS = 3600  # of 90,000 a second: 25 pictures a second
SAYS = {
    "OPTIONS": "Public: OPTIONS, DESCRIBE, SETUP, PLAY",
    "DESCRIBE": "Content-Type: application/sdp",
    "SETUP": "Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1",
    "PLAY": "Session: 1",
}
ABOUT = (
    "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=door\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\n"
    "a=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1\r\na=control:track\r\n"
)


def rtp_packets(frames: int) -> Iterator[bytes]:
    """A clip of numbered pictures as a camera sends it over its RTSP connection."""
    clip = clip_bytes("h264", frames=frames, options={"g": "25", "bf": "0"})
    number = 0
    with av.open(io.BytesIO(clip), format="h264") as file:
        for time, packet in enumerate(each for each in file.demux(video=0) if each.size):
            parts = [part for part in re.split(b"\0*\0\0\1", bytes(packet)) if part]
            for place, part in enumerate(parts, 1):
                last = 0x80 if place == len(parts) else 0  # of its picture
                head = struct.pack(">BBHII", 0x80, last | 96, number, time * TICKS, 1)
                yield b"$\0" + struct.pack(">H", len(head + part)) + head + part
                number += 1


@contextmanager
def rtsp_camera(*, frames: int) -> Iterator[str]:
    """Its address; it lets one viewer in."""

    class Handler(StreamRequestHandler):
        def handle(self):
            while request := self.rfile.readline().decode().split():
                headers = dict(iter(self._header, ("", "")))
                body = ABOUT if request[0] == "DESCRIBE" else ""
                say = f"RTSP/1.0 200 OK\r\nCSeq: {headers['CSeq']}\r\n{SAYS[request[0]]}\r\n"
                self.wfile.write(f"{say}Content-Length: {len(body)}\r\n\r\n{body}".encode())
                if request[0] == "PLAY":
                    self.wfile.writelines(rtp_packets(frames))
                    return

        def _header(self):
            name, _, value = self.rfile.readline().decode().strip().partition(": ")
            return name, value

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.handle_request, daemon=True)
        thread.start()
        yield f"rtsp://anna:secret@127.0.0.1:{server.server_address[1]}/door"
    thread.join()
