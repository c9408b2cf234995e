"""The words that the page "Detect" says about mails, web pages and PDFs, and what they carry."""

from __future__ import annotations

WITHIN = "{document} › {name}"  # what a file that a document carries is called

CARRIES = "This {kind} carries {things}. {verdicts}"
THINGS = ("picture or video", "pictures and videos")
ITS_VERDICT = "It has a verdict of its own; the document as a whole has none."
THEIR_VERDICTS = "Each has a verdict of its own; the document as a whole has none."
CARRIES_NOTHING = (
    "This {kind} carries no picture and no video, so there is nothing in it to be judged."
)
REMOTE = {
    False: "It points to {number} picture or video elsewhere, which was **not fetched**.",
    True: "It points to {number} pictures and videos elsewhere, which were **not fetched**.",
}
IGNORED = {
    False: "{number} other thing in it was ignored: a text, a sound, a drawing, or a picture too "
    "small for a face.",
    True: "{number} other things in it were ignored: texts, sounds, drawings, and pictures too "
    "small for a face.",
}
NO_ROOM = {
    False: "For {number} there was no room here; it is named above. Save it from the document, "
    "take the other files away and drop it.",
    True: "For {number} there was no room here; they are named above. Save from the document "
    "those that matter, take the other files away and drop them.",
}
ALT = "{where} · “{alt}”"
