"""How the pages of a class begin and look: the class's own and each learner's."""

from __future__ import annotations

__all__ = ["HEAD", "STYLE"]

HEAD = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
"""
# Every colour stands here, for light, dark and paper. The steps of the heat map go
# from what few keep, which stands out, to what all keep; the kinds follow Okabe and
# Ito's palette, darker or lighter until they stand out from the ground as a text does.
STYLE = """
:root { color-scheme: light dark;
  --paper: #fbfaf7; --card: #fff; --ink: #1c2127; --quiet: #545d68; --line: #dcdfe4;
  --hue: #1f5fa8; --bar: #3b78b8; --good: #1a7040; --bad: #b3261e; --care: #8a5200;
  --heat-0: #08306b; --heat-1: #2166ac; --heat-2: #82b4db; --heat-3: #c3daee;
  --heat-4: #f0f5fa; --on-heat-0: #fff; --on-heat-1: #fff; --on-heat-2: #0b1a2b;
  --on-heat-3: #0b1a2b; --on-heat-4: #0b1a2b;
  --kind-0: #0072b2; --kind-1: #b34700; --kind-2: #00734f; --kind-3: #a63c86;
  --kind-4: #7a6200; --kind-5: #3d4650;
}
@media screen and (prefers-color-scheme: dark) { :root {
  --paper: #14171b; --card: #1c2026; --ink: #e8eaed; --quiet: #a9b2bd; --line: #3a414b;
  --hue: #8fbdf0; --bar: #5f9bd8; --good: #74cf98; --bad: #ff9a90; --care: #f0b85a;
  --heat-0: #dcebfa; --heat-1: #9cc6ec; --heat-2: #5b94c9; --heat-3: #2a5078;
  --heat-4: #1d2c3d; --on-heat-0: #0b1a2b; --on-heat-1: #0b1a2b; --on-heat-2: #0b1a2b;
  --on-heat-3: #fff; --on-heat-4: #fff;
  --kind-0: #56b4e9; --kind-1: #f0a050; --kind-2: #3ecfa0; --kind-3: #e59cc9;
  --kind-4: #e8d44a; --kind-5: #c8ced6;
} }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem clamp(0.6rem, 3vw, 2rem) 3rem;
  background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.6rem 0 0.2rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 0 0 0.4rem; }
h3 { font-size: 1.02rem; margin: 1.2rem 0 0.3rem; }
p { margin: 0.4rem 0; max-width: 68ch; }
a { color: var(--hue); }
:focus-visible { outline: 3px solid var(--hue); outline-offset: 2px; }
section { background: var(--card); border: 1px solid var(--line);
  border-radius: 0.7rem; padding: 1rem clamp(0.7rem, 2.5vw, 1.4rem); margin: 1.1rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; list-style: none;
  padding: 0; margin: 0.6rem 0; }
.quiet { color: var(--quiet); }
.tiles { display: grid; gap: 0.7rem; margin: 1rem 0;
  grid-template-columns: repeat(auto-fit, minmax(8.2rem, 1fr)); }
.tiles div { background: var(--card); border: 1px solid var(--line);
  border-radius: 0.7rem; padding: 0.6rem 0.9rem; display: flex;
  flex-direction: column-reverse; justify-content: flex-end; }
.tiles dt { color: var(--quiet); font-size: 0.9rem; }
.tiles dd { margin: 0; font-size: 1.7rem; line-height: 1.25; font-weight: 600;
  font-variant-numeric: tabular-nums; }
.tiles small { font-size: 0.95rem; font-weight: 400; color: var(--quiet); }
.pair { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; align-items: flex-start; }
.pair > * { min-width: 0; flex: 1 1 16rem; }
.pair > .wide:first-child { flex: 3 1 30rem; }
.wide { overflow-x: auto; max-width: 100%; }
.marks { display: block; }
.bar { display: block; width: 100%; min-width: 4rem; height: 0.55rem; fill: var(--bar);
  background: var(--line); border-radius: 0.2rem; }
.steps { display: flex; flex-wrap: wrap; gap: 0.3rem; list-style: none; padding: 0; }
.steps li { padding: 0.1rem 0.6rem; border: 1px solid var(--line);
  border-radius: 0.3rem; font-size: 0.85rem; }
.h0 { background: var(--heat-0); color: var(--on-heat-0); }
.h1 { background: var(--heat-1); color: var(--on-heat-1); }
.h2 { background: var(--heat-2); color: var(--on-heat-2); }
.h3 { background: var(--heat-3); color: var(--on-heat-3); }
.h4 { background: var(--heat-4); color: var(--on-heat-4); }
table { border-collapse: collapse; width: 100%; font-size: 0.93rem;
  font-variant-numeric: tabular-nums; overflow-wrap: normal; }
caption { text-align: left; color: var(--quiet); padding: 0.2rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.28rem 0.55rem;
  border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; }
.n { text-align: right; }
td.n { white-space: nowrap; }
thead th { border-bottom: 2px solid var(--quiet); vertical-align: bottom; }
td small, th small { color: var(--quiet); display: block; font-weight: 400; }
.beliefs { padding: 0 0 0 2.2rem; margin: 0.6rem 0; }
.beliefs li { padding: 0.4rem 0 0.5rem 0.2rem; border-top: 1px solid var(--line); }
.beliefs li::marker { font-weight: 600; color: var(--quiet); }
.beliefs li > div { display: grid; gap: 0.1rem 1.5rem;
  grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); }
.beliefs small { color: var(--quiet); }
.words { min-width: 15rem; overflow-wrap: anywhere; }
details { margin: 0.7rem 0; }
summary { cursor: pointer; color: var(--hue); padding: 0.15rem 0; }
code { font-family: ui-monospace, monospace; font-size: 0.92em;
  overflow-wrap: anywhere; }
.bad { color: var(--bad); } .good { color: var(--good); }
.care { color: var(--care); }
.warn { border-left: 0.3rem solid var(--care); padding-left: 0.8rem; }
.sum { font-size: 1.15rem; }
.facts { display: grid; grid-template-columns: max-content minmax(0, 1fr);
  gap: 0.1rem 1rem; margin: 0.6rem 0; }
.facts dt { color: var(--quiet); } .facts dd { margin: 0; }
form { display: flex; flex-wrap: wrap; gap: 0.6rem 1.2rem; align-items: end;
  margin: 0.6rem 0; }
label { display: block; font-size: 0.9rem; }
input, select { font: inherit; color: inherit; background: var(--paper);
  padding: 0.35rem 0.6rem; border: 1px solid var(--quiet); border-radius: 0.4rem;
  max-width: 100%; min-height: 2.4rem; }
#people { max-height: 85vh; overflow: auto; border: 1px solid var(--line);
  content-visibility: auto; contain-intrinsic-size: auto 40rem; }
#people + button { font: inherit; margin-top: 0.6rem; }
#people thead th { position: sticky; top: 0; background: var(--card); z-index: 1; }
#people tbody th { min-width: 8rem; max-width: 20rem; overflow-wrap: anywhere; }
#people thead button { font: inherit; font-weight: 600; color: inherit;
  background: none; border: 0; padding: 0.1rem 0; text-align: inherit;
  cursor: pointer; }
#people thead small { display: inline; }
#people thead button::after { content: " ↕"; color: var(--quiet); }
[aria-sort=ascending] button::after { content: " ↑" !important; }
[aria-sort=descending] button::after { content: " ↓" !important; }
.fc-report { --jp-content-font-color1: var(--ink); --jp-border-color2: var(--line); }
@media (max-width: 30rem) { th, td { padding: 0.28rem 0.3rem; } }
@media (min-width: 60rem) {
  #people tbody th { position: sticky; left: 0; background: var(--card); } }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; background: #fff; }
  nav, form, .screen { display: none !important; }
  section, .tiles div { border: 0; padding: 0; background: none; }
  section + section { border-top: 1px solid var(--line); padding-top: 0.8rem;
    border-radius: 0; }
  h2, h3, caption, summary { break-after: avoid; }
  tr, .marks, .tiles div, .beliefs li { break-inside: avoid; }
  .wide, #people { overflow: visible; max-height: none; border: 0; }
  #people { content-visibility: visible; }
  #people + button { display: none; }
  #people thead th { position: static; }
  .marks { max-width: 100%; height: auto; }
  .words { min-width: 0; }
  table { font-size: 8.5pt; }
  details::details-content { content-visibility: visible; height: auto; }
  .bar, .steps li, .marks { print-color-adjust: exact; }
  a { color: inherit; }
}
"""
