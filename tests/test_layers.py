"""The three storeys of the house stand: pure rooms, the outside world, doors."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from checker.course import checks, lessons
from checker.mistakes import mistakes

ROOT = Path(__file__).parent.parent
ENGINE = ROOT / "checker"

# Every module stands in one room; a new one has to be put somewhere.
PURE = """
    abridged barriers begun charts checks confusion contrast cookies coverage diagnosis
    endings entry errors flask_cookie forms
    html lesson limits machine markup meanings messages notebook page page_size
    progress prose
    protections
    questions quiz refusals regions report scenario shape smells table tracebacks
    transcript
    words xray
    evidence evidence.answers evidence.categories evidence.css
    evidence.evidence evidence.flow
    evidence.headers evidence.keys
    evidence.looks evidence.markup evidence.messages evidence.names evidence.program
    evidence.redirects evidence.routes evidence.script evidence.sheet evidence.showing
    evidence.storage evidence.template_files evidence.templates
    exports exports.canvas exports.cells exports.classroom exports.ctrf exports.formats
    exports.gradescope exports.junit exports.lti exports.marks_sheet exports.moodle
    exports.nbgrader exports.words
    grading grading.file_names grading.insight grading.items grading.lesson_names
    grading.events grading.marking grading.marks grading.plan
    grading.scheme grading.shown grading.spread grading.submission
    grading.tables grading.timeless
    render render.advice
    render.class_items render.class_page render.class_parts render.class_script
    render.class_style render.class_table render.class_words
    render.document render.exhibit render.grading render.html render.inline
    render.learner_page render.learner_parts render.look
    render.matrix render.mistakes render.numbers render.outcomes render.pages
    render.proof render.quiz render.reasons render.sight render.steps
    render.telling render.terminal
    render.xray render.xray_parts render.xray_style render.xray_table render.xray_words
    """.split()
OUTSIDE = """
    app breaking build company course database dates difference doctor encounters
    explaining figures
    grading.archives grading.contents grading.exported grading.gathering
    grading.gradescope grading.hand_in grading.hints grading.intake grading.layouts
    grading.likeness grading.moments grading.nodes grading.packing grading.people
    grading.roster grading.streams grading.tree
    grading.similar
    grading.class_book grading.cluster grading.conduct grading.crew grading.edition
    grading.gradebook grading.grading grading.keeping grading.marks_folder
    grading.outputs
    grading.scheme_file grading.tracing grading.work
    harness harness.bundle harness.graders harness.single
    hosting keys learner
    lesson_files mistakes playing proof redis rows runner scaffold settings sights
    source store toml_file
    sandbox sandbox.bubblewrap sandbox.calls sandbox.cgroup sandbox.choice
    sandbox.container sandbox.copied sandbox.door sandbox.readable
    sandbox.trial sandbox.visible sandbox.warm
    trying verdict versions visitor visitor.browser visitor.browser.acts
    visitor.browser.arrival visitor.browser.chromium visitor.browser.gate
    visitor.browser.rules visitor.browser.survey
    visitor.browser.guard visitor.browser.hands visitor.browser.ink
    visitor.browser.keeping visitor.browser.memory
    visitor.browser.person visitor.browser.picture
    visitor.browser.screen visitor.browser.sight visitor.browser.world
    visitor.browser.tab visitor.browser.visit visitor.browser.visitor visitor.http
    visitor.person visitor.plain
    visitor.request visitor.visitor visitor.wire visitor.wsgi
    watch workspace
    host host.command host.controlled host.forking host.fresh host.kept host.process
    """.split()
APPHOST = """
    host.apphost host.apphost.alone host.apphost.cell host.apphost.cells
    host.apphost.copy host.apphost.fork host.apphost.orders
    host.apphost.limit host.apphost.load host.apphost.orphans host.apphost.serve
    host.apphost.warm
    """.split()
DOORS = """
    __main__ cli cli.author cli.check cli.early cli.ending cli.export
    cli.grading cli.group cli.lab cli.learn cli.listing cli.machine cli.mistakes
    cli.names cli.progressing cli.reader cli.verbs cli.verdicts cli.watching cli.xray
    """.split()
# The door of the notebooks: it stands in the learner's own process, with their apps.
LAB = """
    lab lab.apps lab.asking lab.build lab.bundle lab.code lab.copies lab.hints
    lab.lesson lab.picture lab.question lab.radios lab.recall lab.server
    """.split()
WORDS_FOR_CHECKS = [""]  # checker itself: hands out words of several rooms on demand

# What a pure room may bring along; it computes, and reaches nothing.
HARMLESS = """
    __future__ ast base64 binascii bisect collections collections.abc csv
    dataclasses
    datetime difflib email.utils enum functools hashlib html http inspect itertools
    jinja2 json jupytext jupytext.myst markdown_it math nbformat pathlib random re
    reprlib
    rich.cells selectolax.lexbor shlex signal string textwrap types typing urllib.parse
    warnings zlib cssselect2 tinycss2 tinycss2.color3 xml.etree.ElementTree
    """.split()
# pathlib and datetime name things; these words of theirs would touch the world.
REACHING = frozenset(
    """open read_text read_bytes write_text write_bytes exists is_file is_dir iterdir
    glob rglob mkdir unlink rmdir rename touch stat resolve cwd home print input now
    today utcnow exec eval compile __import__ system""".split()
)
# What a door may know: verdicts, pages and where a learner stands, not how it is done.
BEHIND_DOORS = """
    breaking build course difference doctor errors explaining grading.conduct
    grading.events grading.grading grading.plan grading.scheme grading.tracing
    harness.graders harness.single host hosting keys lab.server learner lesson machine
    playing progress render.advice render.grading render.inline render.look
    render.mistakes render.pages render.terminal render.xray report scaffold settings
    sights verdict watch xray
    """.split()


@cache
def modules() -> dict[str, ast.Module]:
    """The engine's modules; a package is called by its folder, checker itself ""."""
    found = {}
    for file in sorted(ENGINE.rglob("*.py")):
        parts = file.relative_to(ENGINE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        found[name] = ast.parse(file.read_text("utf-8"))
    return found


def package_of(name: str) -> list[str]:
    """The package that relative imports of a module start from."""
    is_package = (ENGINE.joinpath(*name.split(".")) / "__init__.py").exists()
    parts = ["checker", *name.split(".")] if name else ["checker"]
    return parts if is_package or not name else parts[:-1]


@cache
def imports(name: str) -> frozenset[str]:
    """All that a module imports anywhere, but for annotations, by full names."""
    found: set[str] = set()
    for node in at_run_time(modules()[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= imported_from(node, package_of(name))
    return frozenset(found)


def at_run_time(tree: ast.AST) -> list[ast.AST]:
    """The nodes of a module without what stands below `if TYPE_CHECKING:`."""
    found = [tree]
    for node in found:
        below = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            below = list(node.orelse)
        found += below
    return found


def imported_from(node: ast.ImportFrom, package: list[str]) -> set[str]:
    """`from .a import b` is checker.a.b where that is a module, checker.a elsewhere."""
    base = package[: len(package) - node.level + 1] if node.level else []
    source = ".".join([*base, *([node.module] if node.module else [])])
    names = {f"{source}.{alias.name}" for alias in node.names}
    inner = {name for name in names if name.removeprefix("checker.") in modules()}
    rest = len(inner) < len(names)
    return inner | ({source} if rest or not source.startswith("checker") else set())


def rooms(names: frozenset[str]) -> set[str]:
    """Those names that are rooms of the engine, as they are called here."""
    return {n.partition("checker")[2].lstrip(".") for n in names if is_ours(n)}


def is_ours(name: str) -> bool:
    return name == "checker" or name.startswith("checker.")


def test_every_module_stands_in_a_room() -> None:
    known = [*PURE, *OUTSIDE, *APPHOST, *DOORS, *LAB, *WORDS_FOR_CHECKS]

    assert sorted(known) == sorted(modules())


@pytest.mark.parametrize("name", PURE)
def test_a_pure_room_imports_only_pure_rooms_and_harmless_libraries(name: str) -> None:
    ours = rooms(imports(name))
    others = {n for n in imports(name) if not is_ours(n)}

    assert ours <= set(PURE)
    assert others <= set(HARMLESS)


@pytest.mark.parametrize("name", PURE)
def test_a_pure_room_touches_no_file_clock_or_terminal(name: str) -> None:
    calls = [n.func for n in ast.walk(modules()[name]) if isinstance(n, ast.Call)]
    called = {f.attr for f in calls if isinstance(f, ast.Attribute)}
    called |= {f.id for f in calls if isinstance(f, ast.Name)}

    assert called & REACHING - {"compile"} == set()


@pytest.mark.parametrize("name", [*PURE, *OUTSIDE])
def test_nothing_behind_a_door_leans_on_it(name: str) -> None:
    assert rooms(imports(name)) & {*DOORS, *LAB} == set()


@pytest.mark.parametrize("name", APPHOST)
def test_the_process_of_an_app_carries_nothing_of_the_checker(name: str) -> None:
    assert rooms(imports(name)) <= set(APPHOST)


@pytest.mark.parametrize("name", [*PURE, *OUTSIDE, *DOORS])
def test_the_checker_loads_nothing_of_an_apps_process(name: str) -> None:
    assert rooms(imports(name)) & set(APPHOST) == set()
    assert "flask" not in {n.partition(".")[0] for n in imports(name)}


@pytest.mark.parametrize("name", DOORS)
def test_a_door_holds_no_logic(name: str) -> None:
    assert rooms(imports(name)) <= {*DOORS, *BEHIND_DOORS}


@pytest.mark.parametrize("name", LAB)
def test_the_door_of_the_notebooks_leads_through_no_other(name: str) -> None:
    assert rooms(imports(name)) <= {*PURE, *OUTSIDE, *LAB}


def test_the_words_for_checks_load_only_what_is_pure() -> None:
    assert rooms(imports("")) <= set(PURE)


def test_the_engine_names_no_lesson() -> None:
    names: set[str] = set()
    for lesson in lessons(ROOT):
        names |= {lesson.name, *(task.title for task in lesson.tasks)}
        names |= {check.promise for check in checks(lesson)}
        names |= {mistake.belief for mistake in mistakes(lesson)}
    sources = {f: f.read_text("utf-8") for f in ENGINE.rglob("*.py")}

    assert len(names) > 100
    named = [(f.name, n) for f, text in sources.items() for n in names if n in text]
    assert named == []


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("checker.cli", "rich flask selectolax watchfiles sqlite3 h11 checker.app"),
        ("checker.lab", "IPython ipywidgets jupyterlab rich flask sqlite3"),
        ("checker", "rich flask selectolax h11 checker.app checker.host"),
        ("checker.host.apphost.fork", "rich selectolax h11 checker.app"),
    ],
)
def test_importing_is_light(module: str, heavy: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    unmeasured = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    done = subprocess.run(
        command, cwd=ROOT, env=unmeasured, capture_output=True, text=True
    )

    assert done.stderr == ""
    assert module in done.stdout.split()
    assert set(heavy.split()) & set(done.stdout.split()) == set()
