"""How a report file looks: on a screen by day and by night, on a phone, and on paper."""

from __future__ import annotations

from meso.markup import Markup
from meso.values import Label

# Blue is real and orange is fake, as on the page; each text has 4.5 : 1 or more on its ground.
STYLE = Markup("""
:root { color-scheme: light dark; --page: #FFFFFF; --card: #F1F4F8; --text: #0B131B;
  --quiet: #4A5561; --edge: #C3CCD6; --real: #005A9C; --fake: #A84300; --uncertain: #4A5561; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #12171D; --card: #1D252E;
  --text: #E8EDF2; --quiet: #B3BEC9; --edge: #3A4653; --real: #7CBDF2; --fake: #FFA45C;
  --uncertain: #B3BEC9; } }
body { margin: 0 auto; padding: 1.5rem 1rem; max-width: 46rem; background: var(--page);
  color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
.quiet, figcaption { color: var(--quiet); font-size: .9rem; }
.verdict { margin-top: 1rem; padding: 1rem; background: var(--card); border: 1px solid var(--edge);
  border-radius: .5rem; }
.word { display: flex; align-items: center; gap: .6rem; margin: 0; font-size: 2rem;
  font-weight: 700; }
.word svg { width: 2rem; height: 2rem; flex: none; fill: none; stroke: currentColor;
  stroke-width: 2; }
.real { color: var(--real); } .fake { color: var(--fake); } .uncertain { color: var(--uncertain); }
.wide { overflow-x: auto; } .wide svg { display: block; width: 100%; min-width: 34rem; }
.scale svg { display: block; width: 100%; } .scale { max-width: 30rem; }
.faces { display: flex; flex-wrap: wrap; gap: .75rem; }
figure { margin: 0; width: 8.5rem; break-inside: avoid; }
figure img { display: block; width: 100%; }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .25rem 1rem; }
dt { color: var(--quiet); } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums;
  overflow-wrap: normal; }
th, td { white-space: nowrap; padding: .2rem .6rem .2rem 0; text-align: left;
  border-bottom: 1px solid var(--edge); }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; }
  .verdict, svg, tr, li { break-inside: avoid; } .wide { overflow: visible; }
  .wide svg { min-width: 0; } thead { display: table-header-group; } }
""")

ICONS: dict[Label, Markup] = {
    "real": Markup('<circle cx="12" cy="12" r="10"/><path d="M7 12.5l3.5 3.5L17 9"/>'),
    "fake": Markup('<path d="M12 2.5L22.5 21h-21z"/><path d="M12 9v6M12 17.4v.4"/>'),
    "uncertain": Markup(
        '<circle cx="12" cy="12" r="10"/><path d="M9 9.5a3 3 0 1 1 4 3q-1 .5-1 1.8M12 17v.4"/>'
    ),
}
