"""Who may talk to whom: loopback without a key, all else with a certificate on both sides."""

from __future__ import annotations

import socket
import ssl
import stat
import time
from pathlib import Path

from autograder.run.cluster import fitness

ANSWER_SECONDS = 5.0
FILES = {"ca": "ca.pem", "cert": "cert.pem", "key": "key.pem"}


class NotSafe(Exception):
    """An address or a certificate that should not be used; the text says why, and what to do."""


def address_of(text: str, tls: bool) -> str:
    """Whole address of a scheduler: ``tls://`` goes with certificates, ``tcp://`` without.

    Raises
    ------
    NotSafe
        If it is neither loopback nor encrypted, or the two do not go together.
    """
    scheme, found, rest = text.rpartition("://")
    if not found:
        scheme = "tls" if tls else "tcp"
    if (scheme, tls) not in (("tls", True), ("tcp", False)):
        if scheme == "tls":
            raise NotSafe(f"{text} needs certificates: --tls DIR (docs/cluster.md).")
        raise NotSafe(f"An address is tcp://HOST:PORT, or tls://HOST:PORT with --tls; not {text}.")
    if not rest.rpartition(":")[2].isdigit():
        raise NotSafe(f"{text} names no port. Dask's own is 8786.")
    address = f"{scheme}://{rest}"
    if problem := fitness.unsafe(address):
        raise NotSafe(problem)
    return address


def certificates(folder: Path) -> dict[str, str]:
    """Paths of the authority, the certificate and its key in a folder.

    Raises
    ------
    NotSafe
        If one is missing, or others may read the key.
    """
    paths = {role: folder / name for role, name in FILES.items()}
    for path in paths.values():
        if not path.is_file():
            raise NotSafe(f"There is no {path}. docs/cluster.md says how to make it.")
    if paths["key"].stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise NotSafe(f"Others may read {paths['key']}. Run: chmod 600 {paths['key']}")
    return {role: str(path.resolve()) for role, path in paths.items()}


def answers(address: str, seconds: float) -> bool:
    """Whether somebody listens at an address, or does so within some seconds."""
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(_host_and_port(address), ANSWER_SECONDS).close()
            return True
        except OSError:
            if time.monotonic() > until:
                return False
        time.sleep(0.1)


def refusal(address: str, context: ssl.SSLContext | None) -> str:
    """Say why a scheduler and these certificates do not go together; empty if they do.

    Dask would try again and again, and not say why. A scheduler that is not there yet is no fault.

    Parameters
    ----------
    address : str
        Of the scheduler, as `address_of` gives it.
    context : SSLContext or None
        With the certificates. None: without encryption there is nothing to refuse.
    """
    if context is None:
        return ""
    try:
        with socket.create_connection(_host_and_port(address), ANSWER_SECONDS) as way:
            with context.wrap_socket(way) as encrypted:
                encrypted.recv(1)  # only now the other side may have refused our certificate
    except ssl.SSLError as error:
        reason = getattr(error, "verify_message", "") or error.reason or str(error)
        return (
            f"The certificates of --tls do not go with those of {address} ({reason}). Both sides "
            "need the same ca.pem, and a cert.pem that its authority has signed (docs/cluster.md)."
        )
    except OSError:
        return ""
    return ""


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition("://")[2].rpartition(":")
    return host.strip("[]"), int(port)
