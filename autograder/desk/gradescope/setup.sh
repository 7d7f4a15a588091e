#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image. It ends with an error, and the build
# with it, unless the lesson's own solutions get all points in the finished image.
set -Eeuo pipefail
umask 022

here=/autograder/source
grader=/opt/rnn_grader

say() { echo "setup.sh: $*" >&2; }
trap 'say "stopped at line $LINENO. This image cannot grade."' ERR

# Python 3.11 to 3.13, a finished release, with what makes a virtual environment.
fits() {
    "$1" -c 'import ensurepip, sys, venv
v = sys.version_info
sys.exit(not ((3, 11) <= v[:2] <= (3, 13) and v.releaselevel == "final"))' >/dev/null 2>&1
}

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3; do
        if fits "$name"; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}

# The system's own python3 stays as it is: Gradescope's harness runs on it.
make_environment() {
    local python name
    rm -rf "$grader"
    mkdir -p "$grader"
    if ! python=$(find_python); then
        apt-get update -q
        for name in python3.13 python3.12 python3.11; do
            apt-get install -q -y --no-install-recommends "$name" "$name-venv" || continue
            python=$(find_python) && break
        done
    fi
    if [ -n "${python:-}" ]; then
        "$python" -m venv "$grader/venv"
        "$grader/venv/bin/python" -m pip install -q --disable-pip-version-check \
            -r "$here/requirements.txt"
        return
    fi
    say "the system has no Python 3.11 to 3.13; uv fetches one."
    apt-get install -q -y --no-install-recommends python3-pip python3-venv
    python3 -m venv "$grader/uv"
    "$grader/uv/bin/python" -m pip install -q --disable-pip-version-check uv
    export UV_PYTHON_INSTALL_DIR=$grader/python UV_CACHE_DIR=$grader/cache
    "$grader/uv/bin/uv" venv --python 3.12 --managed-python "$grader/venv"
    "$grader/uv/bin/uv" pip install --python "$grader/venv/bin/python" -r "$here/requirements.txt"
    rm -rf "$grader/cache" "$grader/uv"
}

[ "$(id -u)" = 0 ] || { say "it needs to be root."; exit 1; }
make_environment
chmod 755 "$here/run_autograder"
chmod 700 "$here"
cd /
PYTHONPATH=$here/course OPENBLAS_NUM_THREADS=1 \
    "$grader/venv/bin/python" -P -m autograder.run.gradescope try
