"""The words that the page "Detect" says about several files at once, and about one frame."""

from __future__ import annotations

CANCEL_ALL = "Cancel all"
SHOW = "Show its report"
SHOW_ICON = ":material/arrow_downward:"
SHOWN = "Its report is below"
CARE = "**Take care:** its report says why."
FAILURES = "What could not be judged"
OVERVIEW = "All files in one table"
OVERVIEW_IN_WORDS = "Table with one row a file: face, name, verdict, fake score and reason"
HOW_TO_OVERVIEW = (
    "Click on the head of a column to sort by it, and on a row to see that file's whole report "
    "below."
)
NONE_CHOSEN = ":material/arrow_upward: Choose a file, and its whole report appears here."
FACE, FILE, VERDICT, SCORE, FACES, REASON = "face", "file", "verdict", "score", "faces", "reason"
PLACE = "place"  # in a document
UNDER_WAY = "under way"
NO_VERDICT = "no verdict"

FRAME = "Look at one frame"
HOW_TO_FRAME = "Click on a point of the chart, or tap it, or move the slider."
WHICH_FRAME = "Which frame?"
SEEN = "What the network saw of it"
IN_A_QUEUE = "The whole frame comes when the files before it are done."
LOOK_AGAIN = "Look again"
LOOK_AGAIN_ICON = ":material/refresh:"
GETTING_FRAME = "Getting the frame…"
PLAY = "Play the video from here"
PLAYS = {".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/mp4", ".webm": "video/webm"}
MAY_NOT_PLAY = "If it stays dark, your browser cannot play this kind of video. Its scores stand."
