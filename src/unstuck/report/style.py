"""The look of the report's page: ink on paper by day, paper on ink by night; all text at a contrast of 4.5 and more."""

STYLE = """
.unstuck { --paper: #fdfcf9; --card: #f5f3ec; --ink: #282a2e; --muted: #66686d; --rule: #dcd8cc;
  --bad: #b02028; --good: #1f7a3c; --own: #2056a6; --other: #7a5bb0; color-scheme: light dark;
  color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
@media (prefers-color-scheme: dark) { .unstuck { --paper: #17181b; --card: #202226; --ink: #e8e6e1; --muted: #a3a5aa;
  --rule: #3a3c42; --bad: #ff8a84; --good: #7ccf8f; --own: #8ab6ff; --other: #c3a6f5; } }
.unstuck main { max-width: 68rem; margin: 0 auto; padding: 1.5rem 1.2rem 3rem; }
.unstuck p { margin: .2rem 0; }
.unstuck h1 { font-size: 1.45rem; line-height: 1.35; font-weight: 650; margin: 1rem 0 1.4rem; text-wrap: balance; }
.unstuck h1.bad span { color: var(--bad); } .unstuck h1.good span { color: var(--good); }
.unstuck h2 { font-size: 1rem; font-weight: 650; margin: 1.8rem 0 .6rem; padding-bottom: .3rem;
  border-bottom: 1px solid var(--rule); }
.unstuck .place { font-weight: 650; overflow-wrap: anywhere; } .unstuck li .place { font-weight: 400; }
.unstuck .what, .unstuck .more, .unstuck li .place, .unstuck figcaption { color: var(--muted); }
.unstuck .what, .unstuck .more, .unstuck figcaption { font-size: .875rem; }
.unstuck .what { overflow-wrap: anywhere; }
.unstuck .figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1rem;
  margin-top: 1rem; }
.unstuck figure { margin: 0; background: var(--card); border-radius: .6rem; padding: .7rem .8rem .5rem; }
.unstuck figcaption b { color: var(--ink); } .unstuck figcaption i { font-style: normal; font-weight: 600; }
.unstuck i.before { color: var(--bad); } .unstuck i.after { color: var(--good); }
.unstuck i.yours { color: var(--own); }
.unstuck svg { display: block; width: 100%; height: auto; }
.unstuck svg text { fill: var(--muted); font-size: 10.5px; }
.unstuck svg .grid, .unstuck svg .axis { stroke: var(--rule); stroke-width: 1; }
.unstuck svg .line { fill: none; stroke-width: 1.6; stroke-linejoin: round; }
.unstuck svg .line.before { stroke: var(--bad); } .unstuck svg .line.after { stroke: var(--good); }
.unstuck svg .line.yours { stroke: var(--own); stroke-width: 2.2; }
.unstuck svg .before { fill: var(--bad); } .unstuck svg .after { fill: var(--good); }
.unstuck svg .yours { fill: var(--own); }
.unstuck svg path { fill: none !important; }
.unstuck svg .own { fill: var(--own); } .unstuck svg .other { fill: var(--other); }
.unstuck svg .pair { stroke: var(--muted); stroke-width: 1; }
.unstuck svg .ideal { stroke: var(--good); stroke-width: 1.4; }
.unstuck svg .baseline { stroke: var(--muted); stroke-width: 1.4; stroke-dasharray: 5 4; }
.unstuck table { border-collapse: collapse; } .unstuck td, .unstuck th { padding: .18rem .9rem .18rem 0;
  vertical-align: top; text-align: left; background: none; border: 0; color: var(--ink); }
.unstuck td { overflow-wrap: anywhere; } .unstuck th { white-space: nowrap; font-weight: 650; }
.unstuck tr.bad td:first-child { color: var(--bad); font-weight: 700; }
.unstuck tr.good td:first-child { color: var(--good); }
.unstuck ol, .unstuck ul { padding-left: 1.3rem; margin: .3rem 0; } .unstuck ol > li { margin-bottom: .8rem; }
.unstuck .fix { color: var(--good); font-weight: 600; }
.unstuck pre { background: var(--card); color: var(--ink); border-radius: .6rem; padding: .8rem; overflow-x: auto;
  margin: 0;
  font: 13.5px/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
.unstuck pre .plus { color: var(--good); } .unstuck pre .minus { color: var(--bad); }
.unstuck pre .at { color: var(--own); }
.unstuck img { image-rendering: pixelated; border-radius: .3rem; width: 2.75rem; height: auto; vertical-align: top;
  margin: 0 .25rem .25rem 0; }
.unstuck table.samples td.mean { padding-left: .6rem; } .unstuck table.samples th { vertical-align: middle; }
.unstuck table.bars { width: 100%; font-size: .8125rem; }
.unstuck table.bars td { text-align: right; white-space: nowrap; }
.unstuck table.bars th { font-weight: 400; } .unstuck table.bars td:nth-child(2) { width: 60%; text-align: left; }
.unstuck .bar { display: block; height: .55rem; margin-top: .4rem; border-radius: .2rem; background: var(--own); }
.unstuck .groups { display: flex; flex-wrap: wrap; gap: 0 1.4rem; }
.unstuck .cards { display: flex; flex-wrap: wrap; gap: .7rem; }
.unstuck .card { background: var(--card); border-radius: .6rem; padding: .6rem .7rem; font-size: .8125rem;
  width: 10rem; box-sizing: border-box; overflow-wrap: anywhere; } .unstuck .card img { width: 4rem; }
.unstuck .card.small { width: 5.6rem; } .unstuck .scroll { overflow-x: auto; }
.unstuck figure.wide { grid-column: span 2; } @media (max-width: 42rem) { .unstuck figure.wide { grid-column: auto; } }
.unstuck table.confusion { font-size: .8125rem; border-spacing: 2px; border-collapse: separate; width: 100%; }
.unstuck table.confusion td { text-align: right; padding: .2rem .4rem; border-radius: .2rem; white-space: nowrap;
  background: color-mix(in srgb, var(--bad) calc(var(--share, 0%) * .55), transparent); }
.unstuck table.confusion td.right { color: var(--muted); } .unstuck table.confusion th { font-weight: 400; }
.unstuck table.confusion th { padding: .2rem .4rem; vertical-align: bottom; text-align: right; }
.unstuck table.scores td { white-space: nowrap; } .unstuck table.scores td:nth-child(3) { width: 10rem; }
.unstuck table.scores td:nth-child(2) { text-align: right; }
"""
