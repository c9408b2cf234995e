"""An experiment that was run in; its result files, and its tables as text, out."""

from __future__ import annotations

from itertools import product

from meso.charts.overlap_heatmap import overlap_heatmap
from meso.experiments.feature_overlap import FeatureOverlap
from meso.experiments.files import BEYOND_CSV, OVERLAP_CSV
from meso.experiments.results import beyond_random, likeness, rows, unchanged
from meso.experiments.rows import Row, as_csv, gains_as_csv
from meso.experiments.seconds import seconds_of
from meso.experiments.settings import OVERLAP, RANDOM
from meso.experiments.tables import Tables


def report(experiment: FeatureOverlap) -> str:
    """Write the result files and overlap.html into the run's folder; return the tables."""
    measured, alike = rows(experiment), likeness(experiment)
    pairs = [*product(experiment.sources[:-1], experiment.kinds)]
    beyond, as_trained = (
        {pair: find(experiment, *pair) for pair in pairs} for find in (beyond_random, unchanged)
    )
    tables = Tables(measured, beyond, as_trained, alike)
    lines = [f"{one},{other},{value:.4f}" for (one, other), value in alike.items()]
    folder = experiment.folder
    folder.write_text(OVERLAP_CSV, as_csv(Row, measured))
    gains = {pair: (one.value, one.low, one.high) for pair, one in beyond.items()}
    folder.write_text(BEYOND_CSV, gains_as_csv(gains))
    folder.write_text("cka.csv", "\n".join(["source,other,cka", *lines]) + "\n")
    shown = {
        source: {t: tables.mean(source, t, OVERLAP).value for t in experiment.kinds}
        for source in experiment.sources
    }
    figure = overlap_heatmap(shown, beside=shown[RANDOM])
    figure.write_html(folder.out / "overlap.html", include_plotlyjs="directory")
    return f"{_counts(experiment)} {_took(experiment)}\n\n{tables.text()}"


def _counts(experiment: FeatureOverlap) -> str:
    parts = []
    for kind in experiment.kinds:
        trained, held_out = experiment.train[kind], experiment.held_out[kind]
        people = len({one.about.person for one in held_out})
        parts.append(f"{kind} {len(trained)} and {len(held_out)} ({people} people)")
    settings = experiment.settings
    return (
        f"{settings.architecture}, {settings.drawn} faces drawn for each network, "
        f"{settings.seeds} seeds. Faces trained and measured on, half of them real: "
        f"{', '.join(parts)}."
    )


def _took(experiment: FeatureOverlap) -> str:
    folder, pairs = experiment.folder, [*product(experiment.sources, experiment.kinds)]
    files = [file(*pair) for file in (folder.features, folder.cell) for pair in pairs]
    seconds = seconds_of(folder, files)
    if seconds is None:
        return "How long looking and retraining took was not recorded."
    return f"After training, looking and retraining took {seconds / 60:.1f} minutes by the clock."
