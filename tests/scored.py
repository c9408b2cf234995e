"""Labels and scores to measure, made by hand."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

# Few different scores, so that ties are the rule.
few_scores = st.lists(st.sampled_from([0, 0.125, 0.25, 0.5, 0.75, 1]), min_size=1, max_size=30)
any_scores = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30)


def arrays(reals, fakes):
    """The labels (True: fake) and the scores of real and of fake items."""
    is_fake = np.repeat([False, True], [len(reals), len(fakes)])
    return is_fake, np.array([*reals, *fakes], np.float32)
