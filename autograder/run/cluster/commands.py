"""The commands ``autograder scheduler`` and ``autograder worker``: Dask's, with safe options."""

from __future__ import annotations

import argparse
import importlib.util
import os
import sys
from pathlib import Path

from autograder.base import processes
from autograder.run.cluster import access, fitness

MISSING = "Grading on a cluster needs Dask: pip install -e '.[cluster]' in the course's folder."
PRELOAD = "autograder.run.cluster.preload"
PORT = 8786
PATIENCE = "600s"  # then a worker that finds no scheduler ends, and its batch job with it
WRONG_USAGE = 2
# No pages that tell others what is graded; what was lost with a worker comes back at once.
SETTINGS = {
    "DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "[]",
    "DASK_DISTRIBUTED__WORKER__HTTP__ROUTES": "[]",
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
    "OPENBLAS_NUM_THREADS": "1",
    # What Dask watches itself with takes a fiftieth of a core, in the scheduler and in each worker.
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "500ms",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "false",
}


def add_to(commands: argparse._SubParsersAction) -> None:
    """Add the commands to the parser of ``autograder``."""
    scheduler = commands.add_parser(
        "scheduler", help="start a scheduler for `grade --cluster` (docs/cluster.md)"
    )
    scheduler.set_defaults(start=scheduler_command)
    scheduler.add_argument(
        "--host", default="127.0.0.1", help="address to listen at (default: this machine alone)"
    )
    scheduler.add_argument("--port", type=int, default=PORT, help="(default: %(default)s)")
    _add_tls(scheduler)

    worker = commands.add_parser(
        "worker", help="start a worker for `grade --cluster` (docs/cluster.md)"
    )
    worker.set_defaults(start=worker_command)
    worker.add_argument("address", metavar="ADDRESS", help="of the scheduler, tls://HOST:PORT")
    worker.add_argument(
        "--threads",
        type=int,
        default=len(processes.cores()) or os.cpu_count() or 1,
        metavar="N",
        help="submissions graded at the same time, on as many cores (default: all, %(default)s)",
    )
    worker.add_argument(
        "--no-nanny",
        action="store_true",
        help="start no second process that would start the worker anew when it dies",
    )
    _add_tls(worker)


def _add_tls(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--tls", type=Path, metavar="DIR", help="folder with ca.pem, cert.pem and key.pem"
    )


def is_installed() -> bool:
    """Whether Dask is there."""
    return importlib.util.find_spec("distributed") is not None


def scheduler_command(options: argparse.Namespace) -> list[str]:
    """Words of Dask's command that starts a scheduler.

    Raises
    ------
    NotSafe
        If it would listen where others can reach it without a certificate.
    """
    scheme = "tls" if options.tls else "tcp"
    access.address_of(f"{scheme}://{options.host}:{options.port}", bool(options.tls))
    words = ["distributed.cli.dask_scheduler", "--host", f"{scheme}://{options.host}"]
    words += ["--port", str(options.port)]
    return [*words, "--no-dashboard", "--dashboard-address", "127.0.0.1:0", *_tls(options.tls)]


def worker_command(options: argparse.Namespace) -> list[str]:
    """Words of Dask's command that starts a worker.

    Raises
    ------
    NotSafe
        If the scheduler's address is not a safe one.
    """
    address = access.address_of(options.address, bool(options.tls))
    words = ["distributed.cli.dask_worker", address, "--nthreads", str(options.threads)]
    # What students' code takes has its own limits, and is not the memory of Dask's process.
    words += ["--nworkers", "1", "--memory-limit", "0", "--no-dashboard", "--preload", PRELOAD]
    words += ["--death-timeout", PATIENCE]
    if options.no_nanny:
        words += ["--no-nanny"]
    if fitness.is_loopback(address):
        words += ["--host", "127.0.0.1"]
    return [*words, "--dashboard-address", "127.0.0.1:0", *_tls(options.tls)]


def _tls(folder: Path | None) -> list[str]:
    if folder is None:
        return []
    paths = access.certificates(folder)
    words = ["--protocol", "tls", "--tls-ca-file", paths["ca"]]
    return [*words, "--tls-cert", paths["cert"], "--tls-key", paths["key"]]


def start(options: argparse.Namespace) -> None:
    """Become Dask's process.

    Raises
    ------
    SystemExit
        If Dask is not there.
    """
    if not is_installed():
        print(f"autograder: {MISSING}", file=sys.stderr)
        raise SystemExit(WRONG_USAGE)
    command = [sys.executable, "-m", *options.start(options)]
    encrypted = {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "true"} if options.tls else {}
    os.execve(sys.executable, command, {**os.environ, **SETTINGS, **encrypted})
