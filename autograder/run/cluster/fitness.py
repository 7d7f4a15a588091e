"""Whether a worker is fit to judge for a run: the same program, the same packages, a safe way."""

from __future__ import annotations

import importlib.metadata
import ipaddress
import platform
from collections.abc import Mapping

from autograder.run import fingerprint

# What points, messages and pages are made with: another version may say another thing.
PACKAGES = (
    "numpy",
    "ipython",
    "matplotlib",
    "latex2mathml",
    "mistune",
    "nh3",
    "pygments",
    "dask",
    "distributed",
)


def versions() -> dict[str, str]:
    """Versions of all that a result depends on, here."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = ""
    return {**found, "grader": fingerprint.of_program()[:16]}


def difference(wanted: Mapping[str, str], here: Mapping[str, str]) -> str:
    """Say what to install so that a worker is as the run wants it; empty if it is."""
    if wanted["python"] != here["python"]:
        return f"It has Python {here['python']}, the run has {wanted['python']}. Install that one."
    other = [name for name in PACKAGES if wanted.get(name) != here.get(name)]
    if other:
        have = ", ".join(f"{name} {here.get(name) or 'is missing'}" for name in other)
        need = " ".join(f"{name}=={wanted[name]}" for name in other if wanted.get(name))
        return f"It has other packages than the run ({have}). Install there: pip install {need}"
    if wanted["grader"] != here["grader"]:
        return (
            "It has another version of the grader than the run. Install there the copy that you "
            "grade from: pip install -e '.[cluster]' in its folder."
        )
    return ""


def is_loopback(address: str) -> bool:
    """Whether an address reaches this machine alone."""
    rest = address.rpartition("://")[2]
    host = rest.rpartition(":")[0].strip("[]") or rest
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name


def unsafe(address: str) -> str:
    """Say why nobody should talk to this address; empty if it is loopback or encrypted."""
    if address.startswith("tls://") or is_loopback(address):
        return ""
    return (
        f"{address} is not on this machine and not encrypted: whoever reaches it could run "
        "programs there and change grades. Use TLS: --tls DIR (docs/cluster.md)."
    )
