"""The words of the page "Make a fake"."""

from __future__ import annotations

PAGE = "Make a fake"
ICON = ":material/content_cut:"
TITLE = "Make a fake"
WHAT = (
    "A face swap cuts out a face and blends it over another. Here the face is blended over itself: "
    "a copy in a slightly different light, sharpness and place, laid over it through a soft mask. "
    "Nobody becomes somebody else, but the traces of blending are there. Does the network notice?"
)
STRENGTH = "Strength of the blend"
AXIS = "strength of the blend, in %"
ANOTHER = "Another one"
ANOTHER_ICON = ":material/casino:"
BEFORE = "Before"
AFTER = "After blending"
NOTICED = "The network noticed: it called the face real before and calls it fake now."
NOT_NOTICED = "The network did not notice: it calls the face real before and after."
BOTH_FAKE = (
    "The network calls both fake, so this tells nothing about the blend. Pick a face that it calls "
    "real."
)
THE_WRONG_WAY = (
    "The network called the face fake before and calls it real now that it is blended: the blend "
    "hid what the network had seen."
)
HOW = "How it was made"
COPY = "The altered copy"
MASK = "The mask: white shows the copy, black the face"
SEAM = "The seam: where copy and face meet"
DIFFERENCE = "The difference, {times} times as strong: black is unchanged"
LEARNT = (
    "Many networks are trained on such fakes, for real face swaps leave the same traces: a seam, "
    "two kinds of light, two kinds of sharpness. Press “Another one” a few times: some blends are "
    "noticed and some are not, and which ones is not always those that you notice."
)
LABELLED = (
    "A picture made here carries the word “blended”, which is written on it after it was scored: "
    "whoever saves it should leave it on. Nothing is kept."
)
