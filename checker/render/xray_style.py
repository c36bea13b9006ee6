"""How an X-ray's picture looks. Knows nothing of what it shows.

Text and background are the notebook's, or the reader's own; every other colour is mixed
with that of the text, so that it can be read on light and on dark. The class stands
twice in the selector, to win over what a notebook says of paragraphs and tables.
"""

from __future__ import annotations

__all__ = ["STYLE"]

STYLE = """\
<style>
.fc-xray.fc-xray {
  --fc-text: var(--jp-content-font-color1, var(--vscode-editor-foreground, CanvasText));
  --fc-back: var(--jp-layout-color1, var(--vscode-editor-background, Canvas));
  --fc-quiet: color-mix(in srgb, var(--fc-text) 72%, var(--fc-back));
  --fc-line: color-mix(in srgb, var(--fc-text) 32%, var(--fc-back));
  --fc-hue: color-mix(in srgb, #1769c4 58%, var(--fc-text));
  --fc-dough: #c98a3c;
  --fc-good: color-mix(in srgb, #16803a 58%, var(--fc-text));
  --fc-bad: color-mix(in srgb, #e02828 50%, var(--fc-text));
  --fc-care: color-mix(in srgb, #b07800 58%, var(--fc-text));
  --fc-info: color-mix(in srgb, #1769c4 58%, var(--fc-text));
  --fc-plain: color-mix(in srgb, #8a48d8 58%, var(--fc-text));
  container-type: inline-size; min-width: min(16em, 100%); width: 100%;
  color: var(--fc-text); line-height: 1.45; overflow-wrap: anywhere;
  font-size: var(--jp-content-font-size1, 1rem);
  & *, & *::before { box-sizing: border-box; }
  & p, & ul, & ol { margin: 0; padding: 0; list-style: none; text-align: inherit; }
  & li { margin: 0; }
  .fc-title { font-size: 1.1em; }
  .fc-none, .fc-size, .fc-fate, .fc-fact,
  .fc-jar { color: var(--fc-quiet); font-size: 0.88em; }
  & svg { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; }
  .fc-sign { width: 1.3em; height: 1.3em; vertical-align: -0.25em; }
  .fc-visitor2 { --fc-hue: color-mix(in srgb, #b0309a 58%, var(--fc-text)); }
  .fc-visitor3 { --fc-hue: color-mix(in srgb, #0a8a6a 58%, var(--fc-text)); }
  .fc-visitor4 { --fc-hue: color-mix(in srgb, #b05a10 58%, var(--fc-text)); }

  /* The two ends, and the lines that go down from them behind all steps. */
  .fc-how::before { content: "Choose a step. The arrow keys go forward and back."; }
  .fc-ends { display: flex; justify-content: space-between; margin-top: 0.8em;
    font-weight: 600; }
  .fc-steps { position: relative; padding: 0.3em 0; margin-bottom: 0.8em; }
  .fc-steps::before { content: ""; position: absolute; top: 0; bottom: 0;
    left: 0.6em; right: 0.6em; border: solid var(--fc-line); border-width: 0 2px; }
  .fc-step { position: relative; padding: 0.4em 0; border-radius: 0.6em;
    overflow-x: clip; }
  .fc-step:has(input:checked) {
    background: color-mix(in srgb, var(--fc-hue) 9%, transparent);
    box-shadow: inset 0.25em 0 var(--fc-hue);
  }
  .fc-step:has(:focus-visible) { outline: 3px solid var(--fc-hue);
    outline-offset: -3px; }
  .fc-event { position: relative; padding: 0.5em 0; text-align: center; }
  .fc-event p { display: inline-block; padding: 0.1em 0.9em; border-radius: 1em;
    background: var(--fc-back); border: 1px dashed var(--fc-quiet); }

  /* What comes after the chosen step is only announced. */
  .fc-step:has(input:checked) ~ .fc-step .fc-rest { display: none; }
  .fc-step:has(input:checked) ~ .fc-step .fc-arrow line { stroke-dasharray: 3 5; }
  .fc-step:not(:has(input:checked)) .fc-turn { display: none; }

  .fc-asked { display: block; cursor: pointer; }
  .fc-asked input { accent-color: var(--fc-hue); margin: 0 0.2em 0 0; }
  .fc-number { font-weight: 600; color: var(--fc-hue); padding: 0 1.3em;
    display: block; }
  .fc-who { white-space: nowrap; }
  .fc-wire { display: block; text-align: center; padding: 0 0.75em; }
  .fc-wire .fc-said { display: block; padding: 0 0.9em; }
  .fc-arrow { display: block; width: 100%; overflow: visible;
    color: var(--fc-hue); stroke-width: 2; }
  .fc-arrow path { fill: currentColor; stroke-linejoin: round; }
  .fc-out, .fc-server, .fc-in, .fc-seen {
    padding: 0.25em 1.5em; }
  .fc-in { padding: 0.25em 0; }
  .fc-in > :not(.fc-wire) { margin-left: 1.5em; margin-right: 1.5em; }
  .fc-out, .fc-in { text-align: center; }

  /* The cookie: a biscuit with a chip for each message. */
  .fc-card { text-align: left; background: var(--fc-back); padding: 0.4em 0.6em;
    border: 1.5px solid var(--fc-dough); border-radius: 0.6em; margin: 0.25em auto;
    max-width: 24em; }
  .fc-biscuit { width: 1.6em; height: 1.6em; vertical-align: -0.4em;
    stroke: #8a5a1c; fill: var(--fc-dough); }
  .fc-biscuit path { stroke: #3a2408; fill: none; }
  .fc-chip { fill: #3a2408; stroke: none; }
  .fc-gone { padding: 0.05em 0.85em; color: var(--fc-quiet); }
  .fc-pot { width: 2.4em; height: 2.4em; vertical-align: -0.9em; stroke-width: 1.4; }
  .fc-pot .fc-biscuit { width: 17px; height: 17px; }
  .fc-field { display: inline-block; margin: 0.1em; padding: 0 0.5em;
    border: 1px solid var(--fc-line); border-radius: 0.3em;
    background: var(--fc-back); }
  .fc-refused { border: 2px dashed var(--fc-bad); }
  .fc-cleared { border-style: dotted; }
  .fc-cleared .fc-biscuit { fill: none; stroke-dasharray: 3 3; }
  .fc-tag { font-size: 0.85em; padding: 0 0.5em; border-radius: 0.8em;
    border: 1px solid currentColor; color: var(--fc-quiet); }
  .fc-set .fc-tag { color: var(--fc-hue); }
  .fc-refused .fc-tag { display: inline-block; color: var(--fc-bad); }
  .fc-bar { display: block; width: 100%; height: 0.35em; margin-top: 0.35em;
    stroke: none; border-radius: 0.2em; }
  .fc-room { fill: color-mix(in srgb, var(--fc-text) 14%, var(--fc-back)); }
  .fc-full { fill: var(--fc-dough); }
  .fc-refused .fc-full { fill: var(--fc-bad); }

  .fc-other { --fc-own: var(--fc-plain); }
  .fc-message { margin: 0.2em 0;
    padding: 0.05em 0.5em; border-left: 0.25em solid var(--fc-own);
    background: color-mix(in srgb, var(--fc-own) 12%, var(--fc-back)); }
  .fc-success { --fc-own: var(--fc-good); }
  .fc-error { --fc-own: var(--fc-bad); }
  .fc-warning { --fc-own: var(--fc-care); }
  .fc-info { --fc-own: var(--fc-info); }
  .fc-kind { font-size: 0.8em; font-weight: 600; color: var(--fc-own); }
  .fc-mark { color: var(--fc-own); font-size: 1.15em; line-height: 1; }
  .fc-fate { display: block; }
  .fc-told { color: var(--fc-bad); font-size: 0.9em;
    font-family: var(--jp-code-font-family, monospace); background: var(--fc-back); }
  .fc-lost { color: var(--fc-bad); font-weight: 600; }

  /* What the visitor sees: a little page, each message a speech bubble. */
  .fc-page { background: var(--fc-back); border: 1.5px solid var(--fc-hue);
    border-radius: 0.6em; padding-bottom: 0.5em; overflow: hidden; }
  .fc-address { font-size: 0.82em; padding: 0.15em 0.6em; color: var(--fc-quiet);
    border-bottom: 1px solid var(--fc-line); }
  .fc-address::before { content: "● ● ●"; font-size: 0.6em; letter-spacing: 0.1em;
    margin-right: 0.9em; color: var(--fc-hue); }
  .fc-heading { font-weight: 600; padding: 0.25em 0.6em 0; }
  .fc-page li { margin: 0.4em 0.6em 0; }
  .fc-bubble { position: relative; padding: 0.25em 0.6em; border-radius: 0.7em;
    background: color-mix(in srgb, var(--fc-own) 18%, var(--fc-back)); }
  .fc-bubble::before { content: ""; position: absolute; left: 0.8em;
    bottom: -0.5em; border: 0.3em solid transparent; border-bottom-width: 0.25em;
    border-top-color: color-mix(in srgb, var(--fc-own) 18%, var(--fc-back)); }
  .fc-jar { margin-top: 0.3em; }
  .fc-back::before { content: "← Back"; }
  .fc-next::before { content: "Next →"; }
  .fc-turn { display: flex; justify-content: center; gap: 0.8em;
    padding-top: 0.5em; }
  .fc-turn label { cursor: pointer; padding: 0.15em 0.9em; border-radius: 1em;
    border: 1.5px solid var(--fc-hue); color: var(--fc-hue); background: var(--fc-back);
    font-weight: 600; }

  & summary { cursor: pointer; }
  & table { border-collapse: collapse; width: 100%; margin: 0.5em 0; font-size: 0.9em;
    table-layout: fixed; }
  & caption { text-align: left; color: inherit; padding: 0.2em 0; }
  & th, & td { text-align: left; vertical-align: top; padding: 0.2em 0.5em;
    border: 1px solid var(--fc-line); font-weight: normal; color: inherit;
    background: none; white-space: normal; max-width: none; }
  & th { font-weight: 600; }
  & th[scope=rowgroup] {
    background: color-mix(in srgb, var(--fc-hue) 9%, transparent); }
  & thead th:first-child { width: 34%; }

  @container (min-width: 40em) {
    .fc-ends { position: relative; height: 1.6em; }
    .fc-end { position: absolute; left: 30%; transform: translateX(-50%); }
    .fc-end + .fc-end { left: 72%; }
    .fc-steps::before { left: calc(30% - 1px); right: calc(28% - 1px); }
    .fc-asked, .fc-rest { display: grid; align-items: start;
      grid-template-columns: 30% 42% 28%; }
    .fc-asked { align-items: end; }
    .fc-number { padding: 0 0.8em; }
    .fc-wire { padding: 0; }
    .fc-out { grid-area: 1 / 2; }
    .fc-server { grid-area: 1 / 3; align-self: end; padding: 0.25em 0.8em; }
    .fc-in { grid-area: 2 / 2; }
    .fc-seen { grid-area: 2 / 1; padding: 1.6em 0.8em 0.25em; }
    .fc-turn { grid-area: 3 / 1 / 4 / 4; }
    .fc-event p { position: relative; left: 1%; }
  }
  @container (max-width: 40em) {
    .fc-server { padding-left: 18%; }
    .fc-seen { padding-right: 18%; }
  }
  @media print {
    .fc-step .fc-rest { display: grid !important; }
    .fc-step .fc-turn { display: none !important; }
  }
  @media (prefers-reduced-motion: no-preference) {
    .fc-step:has(input:checked) .fc-out > .fc-card { animation: fc-go 0.5s; }
    .fc-step:has(input:checked) .fc-in > .fc-card { animation: fc-come 0.5s; }
  }
}
@keyframes fc-go { from { transform: translateX(-2em); opacity: 0; } }
@keyframes fc-come { from { transform: translateX(2em); opacity: 0; } }
</style>
"""
