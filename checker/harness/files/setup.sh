#!/usr/bin/env bash
# Prepares the container: Python 3.11 or newer, bubblewrap for walls, and the checker.
# Gradescope runs it once, as root, when the autograder is built.
set -euo pipefail
course=${AUTOGRADER:-/autograder}/source/course

recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

if ! command -v bwrap >/dev/null || ! command -v setpriv >/dev/null || ! recent python3; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq bubblewrap util-linux libseccomp2 python3 python3-venv
    recent python3 || apt-get install -y -qq python3.11 python3.11-venv
fi
python=python3
recent python3 || python=python3.11
"$python" "$course/course" grade --help >/dev/null # installs what uv.lock says
