"""An access code for a class out; what a visitor types in, whether it is that code out."""

from __future__ import annotations

import hmac
import secrets
from threading import Lock
from time import sleep

VARIABLE = "MESO_ACCESS_CODE"  # of the environment: by it the command hands the code to the page
SIGNS = "ACDEFHJKMNPRTVWXY3479"  # none looks like another: no O and 0, no I and 1, no S and 5, …
LENGTH = 6  # 86 million codes
SECONDS_AFTER_A_WRONG_ONE = 0.5

_one_at_a_time = Lock()


def new_code() -> str:
    """A code that nobody can foresee."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def is_right(typed: str, code: str) -> bool:
    """Whether it is the code, in whatever case and spacing.

    How long that takes does not say how much of it was right. After a wrong one everybody waits, so
    that no more can be tried in a lesson by trying from many browsers at once.
    """
    said = "".join(typed.split()).upper()
    with _one_at_a_time:
        right = hmac.compare_digest(said.encode(), code.encode())
        if not right:
            sleep(SECONDS_AFTER_A_WRONG_ONE)
    return right
