"""An experiment that was run in; its result files, and its tables as text, out."""

from __future__ import annotations

from meso.charts.overlap_heatmap import overlap_heatmap
from meso.experiments.feature_overlap import FeatureOverlap
from meso.experiments.files import BEYOND_CSV, OVERLAP_CSV
from meso.experiments.results import beyond_random, likeness, rows
from meso.experiments.rows import Row, as_csv, gains_as_csv
from meso.experiments.settings import OVERLAP
from meso.experiments.tables import Tables


def report(experiment: FeatureOverlap) -> str:
    """Write the result files and overlap.html into the run's folder; return the tables."""
    measured, alike = rows(experiment), likeness(experiment)
    pairs = [(s, t) for s in experiment.sources[:-1] for t in experiment.kinds]
    beyond = {pair: beyond_random(experiment, *pair) for pair in pairs}
    tables = Tables(measured, beyond, alike)
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
    overlap_heatmap(shown).write_html(folder.out / "overlap.html", include_plotlyjs="directory")
    return f"{_counts(experiment)}\n\n{tables.text()}"


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
