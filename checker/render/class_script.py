"""The script that sorts and filters the page of a class; the page holds its hash."""

from __future__ import annotations

__all__ = ["SCRIPT"]

# Without it the table is whole, and neither form nor buttons are there. Rows are moved,
# never made: no text of anybody's becomes markup. A browser takes seconds to lay out
# thousands of rows, so it has the first ones until somebody asks for all, or prints.
SCRIPT = """
(() => {
  "use strict";
  const FIRST = 200;
  const people = document.querySelector("#people");
  const table = people.querySelector("table");
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const form = document.querySelector("form");
  const said = document.querySelector("[role=status]");
  const [find, show] = form.elements;
  const order = new Intl.Collator(undefined, { numeric: true }).compare;
  const called = row => `${row.cells[0].textContent} ${row.cells[1].textContent}`;
  const texts = new Map(rows.map(row => [row, called(row).toLowerCase()]));
  const more = document.createElement("button");
  let found = rows, limit = FIRST, soon;

  const fill = count => body.replaceChildren(...found.slice(0, count));
  const draw = () => {
    fill(limit);
    const some = found.length > limit ? `, the first ${limit} shown` : "";
    said.textContent = `${found.length} of ${rows.length} found${some}`;
    more.textContent = `Show all ${found.length}`;
    more.hidden = !some;
  };
  const filter = () => {
    const words = find.value.toLowerCase().split(/\\s+/).filter(Boolean);
    found = rows.filter(row =>
      (!show.value || row.dataset.s.split(",").includes(show.value))
      && words.every(word => texts.get(row).includes(word)));
    draw();
  };
  const sort = (head, column) => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const keys = new Map(rows.map(row => {
      const cell = row.cells[column];
      return [row, "v" in cell.dataset ? +cell.dataset.v : cell.textContent];
    }));
    const compare = (a, b) => typeof a === "number" ? a - b : order(a, b);
    rows.sort((a, b) => (up ? 1 : -1) * compare(keys.get(a), keys.get(b)));
    filter();
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head, column));
    head.append(button);
  });
  more.type = "button";
  more.addEventListener("click", () => { limit = Infinity; draw(); people.focus(); });
  people.after(more);
  form.addEventListener("input", () => {
    clearTimeout(soon);
    soon = setTimeout(filter, 120);
  });
  form.addEventListener("submit", event => { event.preventDefault(); filter(); });
  for (const link of document.querySelectorAll("[data-show]")) {
    link.addEventListener("click", () => { show.value = link.dataset.show; filter(); });
  }
  addEventListener("beforeprint", () => fill(Infinity));
  addEventListener("afterprint", draw);
  form.hidden = false;
  filter();
  people.style.contentVisibility = "visible";
})();
"""
