"""The words of the page "Guess first"."""

from __future__ import annotations

PAGE = "Guess first"
PAGE_ICON = ":material/quiz:"
WHAT = (
    "Look at a face and guess: real or fake? Then see what the network says, and the truth. "
    "At the end you see who was right more often."
)
PRIVATE = (
    ":material/lock: No names and no account. The class's count is two numbers in the memory of "
    "this machine: how many guesses today, and how many of them right."
)

HOW_MANY = "How many faces?"
COUNTS = [5, 10, 20]
USUAL_COUNT = 10

SAMPLES = "Guess the sample faces"
SAMPLES_ICON = ":material/play_arrow:"
WHAT_SAMPLES_ARE = (
    "All of them show one person, the astronaut Eileen Collins (NASA's portrait, public domain). "
    "A **real** face is that photo. A **fake** one was made by this program, which blends an "
    "altered copy over a part of the face, as face swaps do. Real and fake alike were then "
    "mirrored, lit, cut out and saved in other ways: an odd colour alone tells nothing."
)
FOLDER = "Guess the faces that your teacher brought"
FOLDER_ICON = ":material/folder_open:"
OWN = "Bring your own pictures"
OWN_ICON = ":material/upload:"
ABOUT_OWN = (
    "Drop photos of faces that you know to be real, and photos that you know to be fake. They stay "
    "in this browser's visit: nobody else sees them. To give a whole class the same pictures, "
    "start the program with `meso app --quiz FOLDER`, where the folder holds a folder `real` and a "
    "folder `fake`."
)
REALS = "Real ones"
FAKES = "Fake ones"
START_OWN = "Guess these"
BOTH_NEEDED = "One picture of each kind is needed, real and fake."
THE_FACES = "The quiz"
MAKING = "Getting the faces ready…"

QUESTION = "Is this face real or fake?"
KEYS = "On a keyboard: ← real, → fake, Enter goes on."
REAL = "Real"
REAL_ICON = ":material/check_circle:"
FAKE = "Fake"
FAKE_ICON = ":material/warning:"
NEXT = "Next face"
RESULT = "See the result"
NEXT_ICON = ":material/arrow_forward:"
STOP = "Start over"
STOP_ICON = ":material/restart_alt:"
NAMES = {False: "real", True: "fake"}
COLOURS = {False: "blue", True: "orange"}  # as on every page
RIGHT = "right"
WRONG = "wrong"

RESULT_TITLE = "The result"
YOU = "You"
NETWORK = "The network"
CLASS = "The class, all guesses on this server today"
COIN = "Somebody who tosses a coin"
PEOPLE = {
    "raw": "People in a published study: pictures as they were filmed",
    "c23": "People in a published study: lightly compressed (c23)",
    "c40": "People in a published study: heavily compressed (c40)",
}
STUDY = (
    "The study is the one of FaceForensics++ (Rössler and others 2019, arXiv 1901.08971). It is "
    "no race: its pictures showed many people and were faked by other methods, and people there "
    "did not play this game. Here you learn the truth after each guess, and a few guesses say "
    "little."
)
TEACHES_TITLE = "What this teaches"
TEACHES = """
- **Guessing by looking is hard.** Even on clean pictures, people in the study were wrong on about
  three of ten; on heavily compressed ones on four of ten. Look for the source,
  not only at the face.
- **The network errs, too, and on other faces than people do.** It cannot see that a face looks
  odd: it reacts to traces of blending and to softness. A study of videos found the same: some
  fakes that people notice at once pass the machines (Korshunov and Marcel 2020, arXiv 2009.03155).
- Go on: the page **What if** shows what a little blur or JPEG does to a score, **Look inside** what
  the network reacts to, and **About the network** how often it was wrong when it was measured.
"""
FACES = "All faces again"
AGAIN = "Play again"
AGAIN_ICON = ":material/replay:"

TEACHER = "For the teacher"
TEACHER_ICON = ":material/school:"
ABOUT_RESET = (
    "Only a browser on the machine that runs this program sees this. The count starts at zero by "
    "itself each day."
)
RESET = "Set the class's count to zero"
RESET_ICON = ":material/delete:"
