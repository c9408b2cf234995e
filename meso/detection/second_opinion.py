"""A report and what another network says of the same faces in; that network's report out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from meso.detection.decide import decide
from meso.detection.rule import rule_for
from meso.models.weights import Weights
from meso.values import Evidence, Floats, Report


def second_opinion(report: Report, weights: Weights, fake_scores: Floats) -> Report:
    """What the report would be if that network had scored its faces, by that network's own rule.

    fake_scores: (faces,) float32, what the other network says of `report.crops`

    What was measured on the pictures still holds; how the first network scored other crops of the
    faces does not, and is left out.
    """
    scores = replace(report.scores, fake_score=fake_scores)
    evidence = report.evidence and _of_pictures(report.evidence)
    rule = rule_for(weights, report.kind)
    return replace(
        report,
        model=weights.name,
        weights_sha256=weights.sha256,
        scores=scores,
        evidence=evidence,
        verdict=decide(scores, rule, looked_at=len(report.frame), evidence=evidence),
        took={},
    )


def _of_pictures(evidence: Evidence) -> Evidence:
    return replace(evidence, zoomed=np.empty((3, 0), np.float32))
