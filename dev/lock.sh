#!/bin/sh
# Locks every requirements.in with hashes, by uv from a throw-away environment.
# The layers take their versions from dev/requirements.txt, so that tests run what is deployed.
set -eu
root=$(pwd)
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"$root/.venv/bin/python" -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check uv

lock() { # FOLDER [OPTION...]: its requirements.in into its requirements.txt
  folder=$1
  shift
  (cd "$root/$folder" && "$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
    --output-file requirements.txt "$@" requirements.in)
}

lock dev "$@"
lock dev/aws "$@"
lock dev/sam "$@"
for layer in base web mail passkeys providers; do
  lock "layers/$layer" --constraint ../../dev/requirements.txt "$@"
done
