"""What is known of a network in; the rule by which its scores become a verdict out."""

from __future__ import annotations

from dataclasses import dataclass

from meso.models.calibration import Calibration
from meso.models.weights import Weights
from meso.values import Kind


@dataclass(frozen=True)
class Rule:
    """How scores become a verdict.

    threshold:     where fake begins; a network's card has its own
    band:          how near to the threshold a score is too near to tell, without a calibration
    reduction:     name in REDUCTIONS
    fewest_frames: with fewer scored frames of a video there is no verdict
    calibration:   of the network for this kind of file; it holds for the reduction "mean"
    """

    threshold: float = 0.5
    band: float = 0.0
    reduction: str = "mean"
    fewest_frames: int = 5
    calibration: Calibration | None = None

    @property
    def measured(self) -> Calibration | None:
        """The calibration, where it holds."""
        return self.calibration if self.reduction == "mean" else None

    def too_near(self, score: float) -> bool:
        """Whether a score is too near to the threshold to tell: by its probability if measured."""
        if self.measured is None:
            return abs(score - self.threshold) < self.band
        likely = self.measured.probability
        return abs(likely(score) - likely(self.threshold)) < self.measured.unsure


DEFAULT_RULE = Rule()


def rule_for(weights: Weights, kind: Kind) -> Rule:
    """The network's rule for photos or for videos; fake begins where it is the likelier half."""
    calibration: Calibration | None = getattr(weights, kind)
    if calibration is None:
        return Rule(threshold=weights.threshold, band=weights.band)
    return Rule(threshold=calibration.threshold, calibration=calibration)
