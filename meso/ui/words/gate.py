"""The words of the gate before which visitors type the code of their class."""

TITLE = "Which code?"
WHAT = (
    "This page is open to one class. Type the six letters and digits that stand below its address."
)
CODE = "Code of the class"
ENTER = "Enter"
WRONG = (
    "This is not the code. It has six letters and digits, and ends with the program: ask for the "
    "one of today, then try again."
)
