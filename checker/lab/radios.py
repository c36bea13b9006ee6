"""Radio buttons of ipywidgets, mended for the keyboard by a script. Asks no question.

ipywidgets names no group, so each button would be one by itself, and JupyterLab takes
the arrow keys for its cells. The script mends both as soon as a button has the focus.
Where no script may run, Tab and Space choose all the same.
"""

from __future__ import annotations

from IPython import get_ipython
from IPython.display import display

from .bundle import Shown

__all__ = ["mend"]

READY = "Ready."
SCRIPT = """\
<script>
if (!window.flashCourseRadios) {
  window.flashCourseRadios = 1;
  document.addEventListener("focusin", ({target}) => {
    const group = target.closest(".fc-quiz .widget-radio-box");
    if (!group) return;
    group.id ||= `flash-course-radios-${window.flashCourseRadios++}`;
    group.setAttribute("role", "radiogroup");
    const label = group.parentElement.querySelector(".widget-label");
    group.setAttribute("aria-label", label?.textContent || "Your answer");
    for (const radio of group.querySelectorAll("input")) {
      radio.name = group.id;
      radio.dataset.lmSuppressShortcuts = "true";
    }
  });
}
</script>
"""


OPENED: list[str] = []  # by this kernel; the first is the notebook's own lesson


def mend(lesson: str) -> None:
    """Puts the script on the notebook's page, and says that its first cell has run."""
    OPENED.append(lesson)
    if get_ipython() is not None and lesson == OPENED[0]:
        display(Shown(READY, html=f"<p>{READY}</p>\n{SCRIPT}"))
