"""The checking on a Dask cluster: the same function, on other machines.

A worker needs the same checker, Python and Flask as here, and nothing else of ours:
what it checks is sent to it. Dask does the work of a lost worker again elsewhere.
"""

from __future__ import annotations

from concurrent.futures import Future

from ..errors import NotInstalled, WrongUse
from .work import Work, graded

__all__ = ["ClusterCrew"]

PATIENCE = 20  # seconds for a scheduler to answer
RETRIES = 3  # of a work whose worker was lost


class ClusterCrew:
    """The workers of the scheduler at an address. Raises WrongUse for none."""

    def __init__(self, address: str, *, patience: float = PATIENCE) -> None:
        try:
            from distributed import Client
        except ImportError as error:
            raise NotInstalled(
                "--cluster needs the package “distributed”. Install the extra: "
                "pip install 'flash-course[cluster]'."
            ) from error
        try:
            self.client = Client(address, timeout=patience, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            said = str(error).partition("\n")[0][:200]
            raise WrongUse(
                f"No scheduler answers at {address} ({said}). Start one with"
                " “dask scheduler”, or leave out --cluster."
            ) from error
        self.size = self._threads(patience)
        self.executor = self.client.get_executor(pure=False, retries=RETRIES)

    def submit(self, work: Work, content: bytes) -> Future[str]:
        """See Crew."""
        future: Future[str] = self.executor.submit(graded, work, content)
        return future

    def close(self, *, at_once: bool = False) -> None:
        """See Crew; the cluster itself goes on."""
        self.executor.shutdown(wait=not at_once)
        self.client.close()

    def _threads(self, patience: float) -> int:
        """How much the cluster can do at once; it has to have a worker."""
        try:
            self.client.wait_for_workers(1, timeout=patience)
        except TimeoutError as error:
            self.client.close()
            raise WrongUse(
                "The scheduler has no worker. Start some with “dask worker”."
            ) from error
        return sum(self.client.nthreads().values())
