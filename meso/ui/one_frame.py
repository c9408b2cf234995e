"""The report of an upload in; the frame that a reader picks, with its faces, out."""

from __future__ import annotations

from concurrent.futures import TimeoutError
from functools import partial
from pathlib import PurePath

import streamlit as st

from meso.charts.outline import outlined
from meso.charts.style import clock
from meso.errors import MesoError
from meso.service import Job
from meso.service.frame_picture import Picture, picture
from meso.ui import jobs, sentences
from meso.ui.asked import remembered
from meso.ui.jobs import Upload
from meso.ui.quoting import problem
from meso.ui.words import desk as words
from meso.values import Box, Pixels, Report

PATIENCE = 3.0  # seconds; a frame is there in less than one, unless whole files are ahead of it
KEPT = 8  # pictures of a session, some 1.5 MB each
LINE = 4  # pixels, round a face


def chosen(report: Report, upload: Upload) -> int:
    """The frame to show, by its index: the one picked last, to begin with the most fake one."""
    most_fake = int(report.scores.frame[report.scores.fake_score.argmax()])
    frame: int = st.session_state.setdefault(_key(report, upload), most_fake)
    return frame


def choose(report: Report, upload: Upload, chart: str) -> None:
    """Take the point that was clicked in the chart with this key; a click beside it is none."""
    if points := st.session_state[chart].selection.points:
        st.session_state[_key(report, upload)] = int(points[0]["x"])


def show_frame(report: Report, upload: Upload) -> None:
    """The photo, or a frame of a video with its crops, their scores and the video from there on."""
    if report.kind == "image":
        _show_picture(report, upload, 0)
        return
    frame = _ask_for_frame(report, upload)
    left, right = st.columns([3, 2])
    with right:
        _show_faces(report, frame)
        _offer_player(report, upload, frame)
    with left:  # last, for it may wait for the worker
        _show_picture(report, upload, frame)


def _key(report: Report, upload: Upload) -> str:
    return f"frame of {upload.key} {report.model} {len(report.frame)}"


def _ask_for_frame(report: Report, upload: Upload) -> int:
    st.markdown(f"**{words.FRAME}**")
    times = dict(zip(report.frame.tolist(), report.seconds.tolist(), strict=True))
    frame = st.select_slider(
        words.WHICH_FRAME,
        list(times),
        key=_key(report, upload),
        format_func=lambda frame: f"{frame} · {clock(times[frame])}",
    )
    st.caption(words.HOW_TO_FRAME)
    return int(frame)


def _show_faces(report: Report, frame: int) -> None:
    st.caption(words.SEEN)
    for told in sentences.missed_in(report, frame):
        st.markdown(told)
    with st.container(horizontal=True, gap="xsmall"):
        for place in _places(report, frame):
            about = sentences.face(report, place)
            with st.container(width=128):
                st.image(report.crops[place], width="stretch", caption=about, alt=about)


def _places(report: Report, frame: int) -> list[int]:
    """The faces of the frame, by their place in the report."""
    return [place for place, where in enumerate(report.scores.frame.tolist()) if where == frame]


def _show_picture(report: Report, upload: Upload, frame: int) -> None:
    try:
        with st.spinner(words.GETTING_FRAME):
            shown = _job_for(report, upload, frame).result(PATIENCE)
    except TimeoutError:
        st.info(words.IN_A_QUEUE)
        st.button(words.LOOK_AGAIN, icon=words.LOOK_AGAIN_ICON)
    except MesoError as error:
        st.error(problem(error, upload.name))
    else:
        st.image(
            _with_boxes(shown, report, frame),
            width="stretch",
            output_format="JPEG",
            alt=sentences.frame(report, frame, len(_places(report, frame))),
        )


def _with_boxes(shown: Picture, report: Report, frame: int) -> Pixels:
    pixels = shown.pixels
    for place in _places(report, frame):
        box = Box(*(round(edge * shown.scale) for edge in report.boxes[place]))
        pixels = outlined(pixels, box, int(report.scores.person[place]), thick=LINE)
    return pixels


def _job_for(report: Report, upload: Upload, frame: int) -> Job[Picture]:
    """The question to the worker, asked once a frame."""
    options = {"upload": upload.data, "called": upload.name, "index": frame}
    ask = partial(jobs.client().ask, picture, upload.name, model=report.model, **options)
    return remembered("pictures", (upload.key, frame), ask, most=KEPT)


def _offer_player(report: Report, upload: Upload, frame: int) -> None:
    """The video itself, for what browsers play; Streamlit's player begins at a whole second."""
    kind = words.PLAYS.get(PurePath(upload.name).suffix.lower())
    if kind and st.toggle(words.PLAY, key=f"play {upload.key}"):
        (seconds,) = report.seconds[report.frame == frame]
        st.video(upload.data, kind, start_time=int(seconds))
        st.caption(words.MAY_NOT_PLAY)
