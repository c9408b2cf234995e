"""The words that the page "About the network" says."""

from __future__ import annotations

PAGE = "About the network"
PAGE_ICON = ":material/info:"
WHICH = "Network"

WHAT_IT_IS = (
    "This small neural network looks at one face and gives it a **fake score**, from **0 (real)** "
    "to **1 (fake)**."
)
HOW_OFTEN_WRONG = (
    "Of 100 photos of people whom it had never seen, half of them fake, it misjudges "
    "**about {wrong}**."
)
HOW_OFTEN_WITH_BAND = (
    "It may say “can't tell” to about {left_out} of the 100; of each 100 verdicts that it then "
    "gives, about {wrong} are wrong."
)
NEVER_MEASURED = "How often it is wrong was **not measured**, so a score of it proves nothing."
WHAT_IT_KNOWS = (
    "It knows the fakes that it was trained on and **may miss all others**, so it is evidence "
    "about nobody."
)

PICTURE = "Can its word be trusted?"
PICTURE_IN_WORDS = "Chart of how many photos were fake, over how probably fake they were called"
HOW_TO_READ = (
    "Each dot is a group of photos. The further to the **right**, the more probably fake the "
    "network called them; the **higher** up, the more of them were fake. On the dashed line its "
    "word holds."
)
FOR_EXAMPLE = (
    "The dot at {said} stands on {items} photos: **{true} were fake**, counted as if real and fake "
    "photos were equally common."
)
NO_PICTURE = (
    "Nobody has measured how far this network's word can be trusted. `meso calibrate` does, on "
    "faces of people whom the network never saw."
)
ONLY_PHOTOS = "This was measured on photos; for videos it was not."

SUREST = "How often it is wrong when it may pass"
SUREST_IN_WORDS = (
    "Chart of the share of verdicts that are wrong, over the share that gets a verdict"
)
HOW_TO_READ_SUREST = (
    "Further to the left, the network may say “can't tell” to more photos, those that it is least "
    "sure of. The line shows how many of its other verdicts are wrong. The diamond is what this "
    "program uses."
)

SECTIONS = {  # of a card: how the page calls them
    "How good it is": "How good it is, fake by fake",
    "What a score means": "What a score means, in numbers",
    "What it bears, and what a shortcut would give": "What blur, compression and other crops do",
    "Where it fails": "Where it fails, and whom",
    "Change log": "What was changed",
}
FACTS = "What it was trained on, and on what terms"
TERMS = "The weights may be used for: {licence}."
NO_CARD = "There is no card for this network: nobody has written down how good it is."
TABLE_IN_WORDS = "Table from the network's card: {head}"
MEASURES = """
- **AUC**: take a real face and a fake one at random. How often does the fake one get the higher
  score? 0.50 is guessing, 1.00 is always.
- **EER**: the share that is misjudged where both mistakes are equally frequent.
- **AP**: how many of those that look most fake are fake.
- **TPR at 5% FPR**: how many fakes are found when 5 of 100 real ones are called fake.
- **ECE**: how far its probabilities are from the truth, on average.
- **c23**, **c40**: a video compressed lightly, and heavily.
- In brackets: with other people of the same kind, the number would probably lie between these two.
"""

SIGNATURE = "What a detector can say, and what a signature can"
SIGNATURE_WHAT = (
    "There are two ways to ask about a picture. This program is a **detector**. Some cameras and "
    "programs put a **signature** into the file, called Content Credentials (C2PA); this program "
    "does not read them."
)
DETECTOR_CARD = """
**A detector** looks at the pixels.

- *It can say:* this face looks like the fakes I learned.
- *It cannot say:* who made the file, or whether the scene is true.
- *If it finds nothing:* a fake of a new kind may have passed.
- *What misleads it:* compression, blur, filters, small faces.
- *It works on* any picture, with errors that can be measured.
"""
SIGNATURE_CARD = """
**A signature** is a sealed note in the file.

- *It can say:* who signed, with which device or program, which edits were noted, and whether
  anything was altered since.
- *It cannot say:* whether the scene is true. A camera can film a screen, and a signer can lie.
- *If there is none:* that means nothing. Most files have none, and many websites remove it.
- *What misleads it:* a stolen key, or a signer whom one should not trust.
- *It works on* files that were signed from the start.
"""
SIGNATURE_BOTH = (
    "Neither proves that a picture is true. Together with the source, the date and other "
    "recordings of the same event they help. To look for a signature, use the checker of the "
    "people who make the standard: <https://contentcredentials.org/verify>."
)
