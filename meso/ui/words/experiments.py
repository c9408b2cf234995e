"""The words of the page "Experiments"."""

from __future__ import annotations

TITLE = "Experiments"
ICON = ":material/science:"
WHAT = (
    "A network has learned to tell one kind of fake from real faces. How much of what it has "
    "learned is of use against **another** kind? Each row is a network, by the kind that it "
    "learned from; each column is a kind that it is judged on, with people whom it never saw."
)
WHICH = "Which experiment"
SHOTS = "Faces of the other kind that the classifier is retrained on"
SHOTS_HELP = (
    "The front part of the network, which turns a face into 1,024 numbers, stays as it is. Only "
    "the classifier, which decides by these numbers, is trained again. With 0 nothing is."
)
NONE, EVERY = "0", "all"
CHART_NONE = "AUC with nothing retrained"
CHART_FEW = "AUC after {few} faces"
CHART_ALL = "AUC after retraining on all"
HOW_TO_READ = (
    "AUC is the chance that a fake gets a higher score than a real face: 0.50 is a coin, 1.00 is "
    "perfect. **In brackets** stands what a network that has learned nothing (`random`) gives "
    "after the same retraining. Only what is above that can come from the other kind of fake."
)
NO_BRACKETS = (
    "AUC is the chance that a fake gets a higher score than a real face: 0.50 is a coin, 1.00 is "
    "perfect. Nothing is retrained here, so a network that has learned nothing has no number."
)
HOW_TO_CHOOSE = (
    "Click a field for its numbers and the faces that change sides, or choose it in the two boxes "
    "below. The frame shows which one it is."
)
FRESH = "With a star: retrained just now, on this page."

FIELD = "One field"
SOURCE = "Learned from"
TARGET = "Judged on"
MEASURED = "**AUC {auc:.2f}** ({seeds})."
SEEDS = ("one classifier", "the mean of {count} classifiers, {low:.2f} to {high:.2f}")
CONTROL = "The random network gives **{random:.2f}** on the same faces: {verdict}."
LESS, MORE, SAME = "{by:.2f} less", "{by:.2f} more", "the same"
SURVIVES = (
    "With other people the difference would lie between {low:+.2f} and {high:+.2f}, so something "
    "**is** shared."
)
SHARED_NOT_SHOWN = (
    "With other people the difference would lie between {low:+.2f} and {high:+.2f}, which holds 0: "
    "it is **not shown** that anything is shared."
)
WORSE = (
    "With other people the difference would lie between {low:+.2f} and {high:+.2f}: these features "
    "are **worse** than random ones here."
)
CANNOT_BE_TOLD = (
    "Fewer than five people in a class leave no interval: it **cannot be told** whether anything "
    "is shared."
)
RECALL = "It called {real:.0%} of the real faces real, and {fake:.0%} of the fakes fake."
NOT_MEASURED = "This field was not measured."
JUST_NOW = "Retrained just now, seed {seed}: **AUC {auc:.2f}**."

RETRAIN = "Retrain this classifier now"
RETRAIN_ICON = ":material/model_training:"
RETRAINING = "Retraining: step {done} of {of}"
CANNOT = (
    "It cannot be retrained here: this experiment is shipped as results only, for what a network "
    "sees in somebody's face is not ours to publish. One of your own can; see below."
)
NOTHING_TO_RETRAIN = "With 0 faces nothing is retrained. Move the slider above to retrain."
STOPPED = "You stopped the retraining. Nothing was changed."
THE_CLASSIFIER = "The classifier"  # what errors call it

FLIPS = "Which faces change sides: from {source} to {target}"
FLIPPED = (
    "{flipped} of {faces} held-out faces change sides when the classifier is retrained: {right} "
    "to the right one, {wrong} to the wrong one."
)
NO_FLIPS = "None of the {faces} held-out faces changes sides."
NO_BEFORE = (
    "The random network has no classifier of its own, so there is nothing to compare with: choose "
    "a network that has learned something."
)
NO_FACES = (
    "Which faces they are is not kept here: this experiment is shipped as results only, without "
    "faces and without their scores."
)
MOST = "The first {most} are shown."
FACE, TRUTH, BEFORE, AFTER, NOW = "face", "truth", "before", "after", "now"
REAL, FAKE = "real", "fake"
RIGHT, WRONG = "right", "wrong"
TABLE_IN_WORDS = (
    "Table with one row a face that changes sides: whether it is fake, its score before and after"
)

STAIRCASE = "Where 99 % goes"
WHAT_STAIRCASE = (
    "Papers report that 99 % of all faces are judged rightly. That is of the kind of fake, the "
    "people and the quality that a network was trained with. From left to right, one thing more "
    "is other than in training: at first only the frames, in the end the kind of fake as well."
)
WHICH_STAIRCASE = "Which staircase"
HOW_TO_READ_STAIRCASE = (
    "A line is a network, by the kind of fake that it was trained on. Half of the faces are real, "
    "so the dashed line at 50 % is a coin. H.264 is how most videos are compressed."
)

OWN = "An experiment of your own"
OWN_ICON = ":material/terminal:"
ABOUT_OWN = """
In a terminal, with a folder of faces that `meso faces` cut out:

```
meso overlap faces --out runs/mine
meso staircase faces --out runs/stairs
meso app --experiments runs
```

The last command shows all experiments in the folder `runs` on this page, to everybody who can
open it: they hold small pictures of the faces. No faces at hand? `meso draw faces` draws some.
"""
NO_RUN_IN = (
    "{folder} holds no finished experiment. Make one, `meso overlap FACES --out {folder}/mine`, "
    "then load this page again."
)
