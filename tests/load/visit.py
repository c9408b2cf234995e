"""A visitor without a browser: opens the page over its websocket, drops a file, reads the answer.

What a browser does is done: the page is fetched, files go to the upload address with the token
against forged requests, and a part of the page that asks to be run again every quarter of a second
is run again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from email.message import Message
from http.client import parse_headers
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs, FileURLsRequest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

XSRF = "_streamlit_xsrf"
BOUNDARY = "a-line-that-is-in-no-file"
MOST = 2**26  # bytes of a message
CHARTS_OF_A_REPORT = 2  # the verdict's scale, and score over frames

Curves = list[list[object]]


class Visit:
    """One open page; a context that closes it.

    curves: the scores that the charts on the page show, chart by chart
    alerts: what the page says in boxes
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._headers: dict[str, str] = {}
        self._session = self._uploader = ""
        self._again: dict[str, asyncio.Task[None]] = {}  # by the part of the page
        self._heard = asyncio.Condition()
        self._whole = False  # all of the page has come
        self._urls: FileURLs | None = None
        self._widgets: list[WidgetState] = []
        self._half: asyncio.StreamWriter | None = None
        self.left = False
        self.curves: list[Curves] = []
        self.alerts: list[str] = []

    async def __aenter__(self) -> Self:
        """Open the page and wait until all of it is there."""
        await request(self._port, "GET", "/")
        _, headers, _ = await request(self._port, "GET", "/_stcore/health")
        cookie = SimpleCookie(headers["Set-Cookie"])[XSRF]
        self._headers = {"Cookie": f"{XSRF}={cookie.value}", "X-Xsrftoken": cookie.value}
        self._socket = await connect(
            f"ws://127.0.0.1:{self._port}/_stcore/stream",
            subprotocols=["streamlit", cookie.value],
            additional_headers={"Cookie": self._headers["Cookie"]},
            origin=f"http://127.0.0.1:{self._port}",
            max_size=MOST,
            compression=None,
        )
        self._listening = asyncio.create_task(self._listen())
        await self._run()
        await self._until(lambda: self._whole)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()

    async def leave(self) -> None:
        """Close the page, whatever is under way; may be called again."""
        self.left = True
        if self._half is not None:
            self._half.close()
        await self._socket.close()
        for task in (self._listening, *self._again.values()):
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionClosed):
                await task

    async def drop(self, name: str, data: bytes) -> None:
        """Hand a file over; the page then begins to look at it."""
        urls = await self.place_for(name)
        status = await self.put(urls.upload_url, name, data)
        assert status == 204, f"the upload was answered with {status}"
        state = FileUploaderState()
        state.uploaded_file_info.add(
            file_id=urls.file_id, name=name, size=len(data), file_urls=urls
        )
        self._widgets = [WidgetState(id=self._uploader, file_uploader_state_value=state)]
        self._whole = False
        await self._run()

    async def place_for(self, name: str) -> FileURLs:
        """Ask where a file may go."""
        self._urls = None
        wanted = FileURLsRequest(request_id="1", file_names=[name], session_id=self._session)
        await self._say(BackMsg(file_urls_request=wanted))
        await self._until(lambda: self._urls)
        assert self._urls is not None
        return self._urls

    async def put(self, place: str, name: str, data: bytes) -> int:
        """Upload a file; the status of the answer, 204 for one that was taken."""
        status, _, _ = await request(self._port, "PUT", place, *self._upload(name, data))
        return status

    async def half_put(self, place: str, name: str, data: bytes) -> None:
        """Upload half of a file, and leave the connection open."""
        head, body = self._upload(name, data)
        _, self._half = await send(self._port, "PUT", place, head, body, half=True)

    def _upload(self, name: str, data: bytes) -> tuple[dict[str, str], bytes]:
        """The headers and the body of an upload."""
        about = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        lines = f"--{BOUNDARY}\r\n{about}\r\nContent-Type: application/octet-stream\r\n\r\n"
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        return self._headers | kind, b"%b%b\r\n--%b--\r\n" % (
            lines.encode(),
            data,
            BOUNDARY.encode(),
        )

    async def answer(self) -> list[Curves]:
        """Wait for the report, or for a refusal: then there are no curves, but alerts."""
        await self._until(lambda: self._whole and not self._again and self._said())
        return self.curves

    async def settled(self) -> None:
        """Wait until the page is whole and no part of it asks to be run again."""
        await self._until(lambda: self._whole and not self._again)

    def _said(self) -> bool:
        return bool(self.alerts) or len(self.curves) >= CHARTS_OF_A_REPORT

    async def _run(self, part: str = "") -> None:
        """Ask for a run of the page, or of a part; what the widgets hold goes along each time, for
        a request that comes before the last one was begun takes its place.
        """
        message = BackMsg()
        message.rerun_script.fragment_id = part
        message.rerun_script.is_auto_rerun = bool(part)
        message.rerun_script.widget_states.widgets.extend(self._widgets)
        await self._say(message)

    async def _say(self, message: BackMsg) -> None:
        await self._socket.send(message.SerializeToString())

    async def _until(self, holds: Callable[[], object]) -> None:
        async with self._heard:
            await self._heard.wait_for(lambda: holds() or self._listening.done())
        if self._listening.done():
            self._listening.result()
            raise ConnectionError("the page was closed")

    async def _listen(self) -> None:
        try:
            async for data in self._socket:
                message = ForwardMsg.FromString(data)
                async with self._heard:
                    getattr(self, f"_on_{message.WhichOneof('type')}", _nothing)(message)
                    self._heard.notify_all()
        finally:
            async with self._heard:
                self._heard.notify_all()

    def _on_new_session(self, message: ForwardMsg) -> None:
        self._session = message.new_session.initialize.session_id
        if not message.metadata.run.fragment_ids:  # all of the page is made anew
            self._whole = False
            self.curves, self.alerts = [], []
            self._stop_repeating(list(self._again))

    def _on_script_finished(self, message: ForwardMsg) -> None:
        if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
            self._whole = True

    def _on_stop_auto_rerun(self, message: ForwardMsg) -> None:
        self._stop_repeating(message.stop_auto_rerun.fragment_ids)

    def _on_file_urls_response(self, message: ForwardMsg) -> None:
        self._urls = message.file_urls_response.file_urls[0]

    def _on_auto_rerun(self, message: ForwardMsg) -> None:
        part, seconds = message.auto_rerun.fragment_id, message.auto_rerun.interval
        if part not in self._again:
            self._again[part] = asyncio.create_task(self._repeat(part, seconds))

    def _on_delta(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "file_uploader":
            self._uploader = element.file_uploader.id
            self._widgets = [one for one in self._widgets if one.id == self._uploader]
        elif kind == "plotly_chart":
            self.curves.append(curves(element.plotly_chart.spec))
        elif kind == "exception":
            raise RuntimeError(f"the page failed: {element.exception.message}")
        elif kind == "alert":
            self.alerts.append(element.alert.body.replace("\\", ""))  # of its Markdown

    def _stop_repeating(self, parts: Iterable[str]) -> None:
        for part in parts:
            if part in self._again:
                self._again.pop(part).cancel()

    async def _repeat(self, part: str, seconds: float) -> None:
        with suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(seconds)
                await self._run(part=part)


def _nothing(message: ForwardMsg) -> None: ...


def curves(spec: str) -> Curves:
    """The values of every curve of a chart, to the last bit."""
    return [curve.get("y") for curve in json.loads(spec)["data"]]


async def request(
    port: int, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, Message, bytes]:
    """One request on a connection of its own: the answer's status, headers and body."""
    reader, writer = await send(port, method, path, headers or {}, body)
    answer = BytesIO(await reader.read())
    writer.close()
    status = int(answer.readline().split()[1])
    return status, parse_headers(answer), answer.read()


async def send(
    port: int, method: str, path: str, headers: dict[str, str], body: bytes, *, half: bool = False
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Connect and send a request; half: only half of its body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = {
        "Host": f"127.0.0.1:{port}",
        "Content-Length": str(len(body)),
        "Connection": "close",
        **headers,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    sent = body[: len(body) // 2] if half else body
    writer.write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + sent)
    await writer.drain()
    return reader, writer
