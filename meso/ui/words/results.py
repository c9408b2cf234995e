"""The words of the page "Results of a folder"."""

from __future__ import annotations

from meso import limits
from meso.detection.row import Refusal
from meso.values import Code, Kind, Label

TITLE = "Results of a folder"
ICON = ":material/table_view:"
WHAT = (
    "Many files are scored by a command: `meso batch FOLDER --out scores.csv` looks at a whole "
    "folder and writes a table, one row a file. Drop that table here to sort it, to search it, and "
    "to see what a row says."
)
PRIVATE = (
    ":material/lock: The table is read on this machine and is not kept. It opens no file: whoever "
    "wants to see one drops that file, too."
)
DROP_HERE = "Drop the table here, a CSV that `meso batch` wrote, or choose it"
MOST = (
    f"Up to {limits.TABLE_BYTES.what} and {limits.TABLE_ROWS.what}. With `--thumbnails` the "
    "command adds a small picture of each file's most fake face; think before you share such a "
    "table, for it shows people."
)
CLEAR = "Take the table away"
CLEAR_ICON = ":material/delete:"
EMPTY = (
    "This table has no row yet: the command was stopped before the first file was done. Type the "
    "same command again, which goes on from there, and drop the table anew."
)
UNKNOWN = {
    False: "1 column was left out, because this version does not know it: a newer version wrote "
    "the table, or another program added to it. The rest is shown.",
    True: "{number} columns were left out, because this version does not know them: a newer "
    "version wrote the table, or another program added to it. The rest is shown.",
}

OVERVIEW = "All rows"
COUNTED = "{rows} of {files}, scored by {networks}."
ROWS, FILES = ("row", "rows"), ("file", "files")
NO_NETWORK = "no network"
NOT_SCORED = ":material/block: Not scored"
NO_VERDICT = "Not scored"
WHY = "Why they were not scored: {reasons}."
SPREAD = "How the scores are spread"
HOW_TO_SPREAD = (
    "Each bar counts the files with about that score, a twentieth wide; the dashed line is where "
    "fake begins. Many files near the line mean many that are hard to call. A score is not a "
    "probability."
)

SEARCH = "Search"
SEARCH_ICON = ":material/filter_alt:"
NAME_HOLDS = "The name holds"
VERDICT = "Verdict"
REASON = "Reason"
KIND = "Kind"
SCORE_WITHIN = "Score"
SCORE_HELP = "Rows without a score are only shown while the whole range is chosen."
ANY = "Any"
SHOWN = "{shown} of {rows} shown. Click on the head of a column to sort, on a row to see it below."
NO_MATCH = "No row fits. Choose less."
TABLE_IN_WORDS = "Table with one row a file: name, verdict, fake score and reason"
TOO_MANY_FACES = "The small pictures appear as soon as at most {most} rows are shown."
FACE, FILE, PART, LABEL, SCORE, WHY_COLUMN = (
    *("face", "file", "place", "verdict", "fake score", "reason"),
)

KINDS: dict[Kind | str, str] = {
    "image": "Photo",
    "video": "Video",
    "document": "Document",
    "": "Not known",
}
LABELS: dict[Label | str, str] = {
    "real": "Real",
    "fake": "Fake",
    "uncertain": "Can't tell",
    "": NO_VERDICT,
}
DOUBTS: dict[Code, str] = {
    "few_frames": "few frames show a face",
    "in_band": "too near the threshold",
    "crops_disagree": "hangs on how faces are cut out",
    "run_disagrees": "a part looks fake",
    "blurred": "blurred",
    "dark": "dark",
    "compressed": "heavily compressed",
    "small": "small face",
    "damaged": "damaged, scored in part",
}
REFUSALS: dict[Refusal | str, str] = {
    "type": "not a kind of file that is read",
    "too_big": "too large",
    "damaged": "damaged or empty",
    "too_slow": "took too long",
    "no_content": "no face, or no picture",
    "busy": "too much to do",
    "internal": "a fault of this program",
    "unreadable": "could not be opened",
    "": "reason not told",
}
NOT_SCORED_BECAUSE = "not scored: {reason}"

NONE_CHOSEN = ":material/arrow_upward: Choose a row, and all that it says appears here."
ROW = "One row"
SCORED = (
    "It scores **{score}** on a scale from **0 (real)** to **1 (fake)**. Fake begins at "
    "{threshold}. {probability}"
)
NOT_INSTALLED = (
    "How often such verdicts are wrong cannot be told here: the network {model}, with the weights "
    "that this row names, is not installed."
)
MADE_UP = "This is what the table says. Open the file below to have it looked at again."
FINGERPRINT = "SHA-256 of the file begins with {fingerprint}"

OPEN = "Open the file"
HOW_TO_OPEN = "Drop this very file, and it is looked at again, here, with its whole report"
NO_FINGERPRINT = "The table has no fingerprint of this file, so it cannot be told from others."
ANOTHER_FILE = (
    "This is another file: its fingerprint (SHA-256) is not the one in the row. It was changed "
    "since, or it is not the one. Nothing was looked at. To look at it all the same, drop it on "
    "the page “Detect”."
)
THE_FILE = "This is the file of the row: its fingerprint is the same, bit for bit."
A_DOCUMENT = (
    "This is the document of the row. Its pictures and videos, each with its verdict, are on the "
    "page “Detect” now."
)
SAME = "It scores {score} again, as the table says."
DIFFERS = (
    "The table says {table}; looked at now, it scores {score}. Other settings, another version or "
    "another machine may do that, or somebody has changed the table. Believe what is below."
)
NO_LONGER_REFUSED = "The table has no score for it; looked at now, it scores {score}."
BY_ANOTHER = (
    "The network of the row, with the same weights, is not installed: {model} looks at the file, "
    "and its scores are not to be compared with the row's."
)
