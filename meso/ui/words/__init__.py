"""The words that the pages say whatever the upload; `sentences` writes those about a report.

Here are those of the page "Detect" and of all pages; each other page has a module of its own.
"""

from __future__ import annotations

from meso import limits
from meso.takeaway import words as said  # a report file says the same
from meso.values import SMALLEST_FACE, Label

TITLE = "Real or fake?"
TITLE_ICON = "🎭"  # an emoji: Streamlit fetches the icon of a :material/…: title from the internet
DETECT = "Detect"
DETECT_ICON = ":material/face:"
WHAT = (
    "Drop a photo or a video, or several, or a newsletter that shows some. This page finds every "
    "face, follows each person from frame to frame and says how fake each face looks to a small "
    "neural network."
)
PRIVATE = ":material/lock: Nothing leaves this machine: the file is read here and is not kept."

DROP_HERE = (
    "Drop photos, videos, mails, web pages and PDFs here, or choose some: up to 20 files, 200 MB "
    "together"
)
PHOTOS = ("jpg", "jpeg", "png", "webp", "gif", "bmp", "heic", "heif", "avif")
VIDEOS = ("mp4", "m4v", "mov", "webm", "mkv", "avi")
DOCUMENTS = ("eml", "mhtml", "mht", "html", "htm", "pdf")
MOST = (
    f"Photos up to {limits.PHOTO_BYTES.what} and {limits.PHOTO_PIXELS.what}; videos up to "
    f"{limits.VIDEO_BYTES.what} and {limits.VIDEO_SECONDS.what}, in 4K at most; mails, "
    f"saved web pages and PDFs up to {limits.DOCUMENT_BYTES.what}, {limits.DOCUMENT_PAGES.what} "
    f"and {limits.DOCUMENT_PICTURES.what} in them."
)
UNNAMED = "unnamed file"
NO_FILE = "No file at hand? Try a sample:"
SAMPLE_PHOTO = "Sample photo"
PHOTO_ICON = ":material/image:"
SAMPLE_FAKE = "Sample fake"
FAKE_ICON = ":material/content_cut:"
SAMPLE_CLIP = "Sample clip"
CLIP_ICON = ":material/movie:"
MAKING_SAMPLE = "Making the sample…"
WHAT_SAMPLES_ARE = (
    "The photo is NASA's portrait of the astronaut Eileen Collins: public domain, shipped with "
    "scikit-image. The fake is the same photo with its face blended over by this program, easy to "
    "see and labelled. The clip is made of both: its middle third is the fake."
)

CAMERA = "Use the camera"
CAMERA_HELP = "The camera is off until you ask for it, and the photo stays on this machine."
TAKE_A_PHOTO = "Take a photo of your face"
CAMERA_PHOTO = "camera.jpg"
LEFT_OUT = (
    "Not all files fit: 20 files and 200 MB together are the most. Take the files away and drop "
    "the rest. Left out:"
)
TURNED_AWAY = (
    "This server is busy: it keeps 1.6 GB of files for all who use it, and that is taken. Take "
    "files away that you need no more, or try again in a while. Not taken:"
)
CLEAR = {False: "Take the file away", True: "Take all files away"}  # by whether there are several
CLEAR_ICON = ":material/delete:"

SETTINGS = "Settings"
SETTINGS_ICON = ":material/tune:"
NETWORK = "Network"
FRAMES = "Frames to look at"
FRAMES_HELP = (
    "How many frames of a video are looked at, evenly spread over it. The paper behind this page "
    "takes 32; more take longer. A photo is one frame."
)
MORE_ICON = ":material/more_time:"
MORE_HELP = (
    "One more between every two frames. Those that were looked at keep their scores; only the new "
    "ones are scored."
)
NO_NETWORK = (
    "No network is installed, so nothing can be scored yet. Put one into the folder `weights`, or "
    "type `meso weights import FILE`, then load this page again."
)
STARTING = ":material/hourglass_top: The network is loading. You can drop a file already."
READY = ":material/check: The network is loaded, runs on {device} and waits for a file."

CANCEL = "Cancel"
CANCEL_ICON = ":material/close:"
WAITING_TO_LOAD = "Waiting for the network to load"
READING = "Reading the file"
LOADING = "Loading the network"

ICONS: dict[Label, str] = {
    "real": ":material/check_circle:",
    "fake": ":material/warning:",
    "uncertain": ":material/help:",
}
# Blue and orange, not green and red: told apart by the colour-blind too.
COLOURS: dict[Label, str] = {"real": "blue", "fake": "orange", "uncertain": "gray"}

CAUTION = "**Take care:**"
NO_PROOF = (
    "This is what one small network makes of the faces. It is no proof: the network knows few "
    "kinds of fakes, and it errs both ways."
)

OWN_RULE = "Try a rule of your own"
THRESHOLD = "Threshold"
THRESHOLD_MEANS = "Where fake begins: a score at or above the threshold counts as fake."
REDUCTION = "One score from many frames"
WAYS = {  # what each reduction is called, and what it does
    "mean": (
        "The average",
        "Add up all scores and divide by their number: every frame counts the same. "
        "This is how the researchers behind MesoNet do it.",
    ),
    "median": (
        "The one in the middle (median)",
        "Sort the scores and take the one in the middle: a few odd frames change nothing.",
    ),
    "most fake tenth": (
        "The most fake tenth",
        "Average only the tenth of the frames with the highest scores, three frames at least: "
        "this notices a short fake, and raises more false alarms.",
    ),
    "longest run": (
        "The longest fake stretch",
        "Average the longest stretch of frames at or above the threshold. A stretch must last a "
        "quarter of the frames; without one, all frames are averaged.",
    ),
    "fake share": (
        "The share of fake frames",
        "Count the frames at or above the threshold: half of all frames are enough for a fake. "
        "How far above it they are does not matter.",
    ),
    "confident": (
        "The frames that are sure",
        "Average the frames above 0.8 if they are many, or those below 0.2 if they are nearly "
        "all; otherwise average all frames.",
    ),
}
LINES = {"most fake tenth": "top tenth"}  # shorter, for the chart
NETWORKS_RULE = (
    "This is the network's own rule. Move the threshold, or make one score from the frames in "
    "another way, and see whether the verdict holds."
)
YOURS = "With your rule:"
NETWORKS = "With the network's own rule:"
HOLDS = "The verdict holds: both rules agree."
HANGS = "The verdict hangs on the rule: the two do not agree."
NOT_YOURS = (
    "Nobody has measured how often your rule is wrong: it has no error rate, no probability and no "
    "“too near to call”. The verdict at the top stays as it is."
)
BACK = "Back to the network's own rule"
BACK_ICON = ":material/undo:"

SCORES = said.HEADINGS
FACES = said.FACES
FACE_OF = "Face of"
TABLE = said.TABLE
TABLE_IN_WORDS = "Table with one row a face: frame, time, person and fake score"
FRAME, SECONDS, PERSON, SCORE, REMARK = "frame", "seconds", "person", "fake score", "remark"
NOT_SCORED = said.NOT_SCORED
TOOK = said.TOOK
HOW_TO_READ = "How to read the score"
HOW_TO_READ_ICON = ":material/menu_book:"
LIMITS = """
Every face gets a **fake score between 0 and 1**: 0 means that the network sees a real face, 1 that
it sees a fake one. Where fake begins is called the threshold. For a video, the scores of all frames
are averaged into one; where a frame shows several faces, the most fake one counts.

The score is **not a probability**: 0.9 does not mean "90 % sure". How probable a fake is, and how
often such verdicts are wrong, stands beside it where it was measured: on validation people, whom
the network never saw in training, as if real and fake were equally common. Your files may differ.
**Can't tell** is an answer, too: the reasons are told.

- It is about **faces** only. A fake voice, text or background goes unnoticed.
- It knows the **kinds of fakes it was trained on**, which Settings names. It may miss all others.
- **Compression, blur, filters and small faces** change the score without any face being faked.
- It makes mistakes **both ways**. "Real" means that nothing was noticed, not that the recording is
  genuine. Never accuse anyone on the strength of this page alone: look for the source, the date and
  other recordings of the same event.
"""

MISSED = {
    "no face": "No face was found in this frame, so it has no score.",
    "too small": f"A face was too small to score (narrower than {SMALLEST_FACE} pixels).",
}
SCALE = "0 is real, 1 is fake, and fake begins at {threshold:.2f}."
THIS_FACE = "This face"  # what errors call it
ASKING = "Asking the network…"
WAITING_ICON = ":material/hourglass_top:"
TRY_AGAIN = "Try again"
TRY_AGAIN_ICON = ":material/refresh:"

REMARKS = said.REMARKS

WHICH_FILE = "Which file?"
WHICH_FACE = "Which face?"
NOTHING_YET = (
    "This page works on a face that was scored. Drop a photo or a video on the page “Detect” (in "
    "the menu, which a phone keeps behind » at the top), or take the sample photo."
)
