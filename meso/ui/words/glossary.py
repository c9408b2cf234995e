"""The words that a page cannot do without, each with what it means in a sentence or two."""

from __future__ import annotations

TITLE = "What the words mean"
ICON = ":material/dictionary:"

TERMS = {
    "fake score": (
        "A number from 0 to 1 that the network gives to a face: 0 looks real to it, 1 looks fake. "
        "It is not a probability."
    ),
    "threshold": "Where fake begins: a score at or above it counts as fake.",
    "verdict": "What is decided in the end: real, fake or can't tell.",
    "frame": "One of the still pictures that a video is made of, often 25 or 30 a second.",
    "crop": "The square picture of one face, cut out of a frame: all that the network sees.",
    "reduction": "How the scores of many frames become one number, for example their average.",
    "calibration": (
        "Comparing scores with the truth on people whom the network never saw, to learn how "
        "probable a fake is at each score."
    ),
    "error rate": "How many of 100 such verdicts were wrong when they were measured.",
    "false alarm": "A real face that is called fake.",
    "compression": (
        "Making a file smaller by leaving out detail that people hardly see. Traces of a fake may "
        "go, too."
    ),
    "blend": "To mix one picture softly into another, so that no hard edge is seen.",
    "network": (
        "A program with many numbers in it that were adjusted on examples, here on real and fake "
        "faces, until its answers fitted."
    ),
    "feature map": (
        "A picture of where in the face one part of the network reacts, and how strongly."
    ),
    "AUC": (
        "Show the network a real and a fake face: the AUC is how often the fake one gets the "
        "higher score. 1 is perfect, 0.5 is guessing."
    ),
}
