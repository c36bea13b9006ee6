"""Start JupyterLab at a notebook, so that it needs no network. Opens no lesson.

It listens on this machine alone, asks nobody for updates or news, and its settings in
`config` come before a person's own; everything else that they set up holds.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from ..errors import NotInstalled
from .copies import wake

__all__ = ["serve"]

CONFIG = Path(__file__).parent / "config"
SETTINGS = {
    "KernelManager.transport_encryption": "auto",  # else the kernel warns at each start
    "ServerApp.allow_root": True,  # in a container everybody is root
    "ServerApp.answer_yes": True,  # ^C ends it, without asking whether it should
    "ServerApp.ip": "127.0.0.1",
    "ServerApp.log_level": "ERROR",
    "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    "LabApp.extension_manager": "readonly",
    "LabApp.log_level": "ERROR",
    "LabApp.news_url": None,
}
MISSING = (
    "JupyterLab is not installed. “./course lab” brings it, "
    "and so does “pip install 'flash-course[lab]'”."
)


def serve(
    root: Path, notebook: Path, browser: bool, say: Callable[[str], None]
) -> None:
    """Serves the course's folder until ^C, opened at the notebook; says its address."""
    _prepare_environment()
    try:
        from jupyterlab.labapp import LabApp
    except ModuleNotFoundError as error:
        raise NotInstalled(MISSING) from error
    wake(notebook.parent)
    place = quote(f"lab/tree/{notebook.relative_to(root).as_posix()}")
    token = secrets.token_hex(24)
    settings = {
        **SETTINGS,
        "IdentityProvider.token": token,
        "LabApp.default_url": f"/{place}",
        "ServerApp.open_browser": browser,
        "ServerApp.root_dir": str(root),
    }
    arguments = [f"--{name}={value}" for name, value in settings.items()]
    server = LabApp.initialize_server(argv=arguments)
    address = f"{server.connection_url}{place}?token={token}"
    server.io_loop.add_callback(say, address)  # runs when it listens
    server.start()


def _prepare_environment() -> None:
    """Lets our settings and the kernel of this environment come before all others."""
    others = os.environ.get("JUPYTER_CONFIG_PATH", "")
    paths = [str(CONFIG), *filter(None, [others])]
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(paths)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
