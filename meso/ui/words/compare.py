"""The words of the page "Compare"."""

from __future__ import annotations

TITLE = "Compare"
ICON = ":material/compare_arrows:"
WHAT = (
    "One network is one opinion. Here you see two: the same file as two networks see it, or two "
    "files as one network sees them."
)
HOW = {"networks": "One file, two networks", "files": "Two files, one network"}
WHICH_WAY = "What do you want to compare?"
SECOND_NETWORK = "The second network"
OTHER_FILE = "The other file"
NO_SECOND_NETWORK = (
    "Only one network is installed, so there is no second opinion. Train or import another one: "
    "type `meso weights import FILE`, then load this page again."
)
NO_SECOND_FILE = (
    "There is one file so far. Drop another one on the page “Detect”, or try a sample there; then "
    "come back."
)
ASKING = "Asking the second network about {faces}…"
SCORE = "**{score:.2f}** from 0 (real) to 1 (fake); fake begins at {threshold:.2f}"
BOTH_CURVES = "Both curves"
HOW_TO_READ_CURVES = (
    "Each curve has its own threshold, a dashed line in its colour: networks differ in it, "
    "and so do photos and videos. So look at which side of its own line a curve is on, not at "
    "which of the two is higher."
)
DO_THEY_AGREE = "Do they agree?"
TWO_FILES = "What can be said of both"
FILES_JUDGED = "The first file is judged **{one}**, the second **{other}**."
SAME_VERDICT = "Both say **{label}**."
OTHER_VERDICT = "They do **not** say the same: {one} for the first, {other} for the second."
SAME_SIDE = "{same} of {faces} lie on the same side of each network's own threshold ({share:.0%})."
ONE_SIDE = {
    True: "The face lies on the same side of each network's own threshold.",
    False: "The face lies on different sides of the two networks' thresholds.",
}
TOGETHER = "Their curves rise and fall **together** (correlation {correlation}, where 1 is always)."
LOOSELY = "Their curves rise and fall together **only in part** (correlation {correlation})."
APART = (
    "Their curves have **little to do with each other** (correlation {correlation}, where 0 is "
    "none and below 0 one rises where the other falls)."
)
NOT_PAIRED = (
    "These are two different files, so their frames cannot be matched one to one. Compare the "
    "verdicts and how high the curves lie."
)
AGREEING_PROVES_LITTLE = (
    "Two networks that agree can be wrong together: they learned from much the same faces. If "
    "one says real and the other fake, one of them is wrong, and that alone is worth knowing."
)
FURTHEST = "Where they differ most"
FACE_OF = "Face of"
NOT_EVERYTHING = (
    "The second network scored the faces that were cut out for the first; it did not look for "
    "faces itself, and no tighter or wider crops were tried."
)
