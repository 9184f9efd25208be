#!/usr/bin/env bash
# Starts authgent-server (PyPI) and the reference target on loopback as each other's domains, and prints
#   ready DIR
# when `aims pair DIR/from-reference.yaml` and `aims pair DIR/to-reference.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT
# stops it.
#
# usage: start.sh --state DIR --reference PROGRAM [--port PORT]     PORT to PORT+3 are used
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
targets=$here/../../targets
port=9131 state=''
# shellcheck source=../../targets/start-common.sh
. "$targets/start-common.sh"
also='--reference PROGRAM' reference=aims-reference
option() {
  if [[ $1 == --reference ]]; then reference=${2-} taken=2; fi
}
arguments "$@"
url=https://localhost:$((port + 3))

# started NAME COMMAND…: in the background, until its first line says ready; ends as it ends if it does not come up.
started() {
  local name=$1 status=0
  shift
  "$@" >"$state/$name.out" 2>"$state/$name.log" &
  children+=($!)
  while kill -0 "${children[-1]}" 2>/dev/null && ! grep -q '^ready ' "$state/$name.out"; do sleep 0.1; done
  if ! grep -q '^ready ' "$state/$name.out"; then
    wait "${children[-1]}" || status=$?
    tail -n 3 "$state/$name.log" >&2
    exit "$((status == 0 ? 4 : status))"
  fi
}

mkdir -p "$state/authgent" "$state/reference"
started authgent "$targets/authgent-server/start.sh" --state "$state/authgent" --port "$port" --chains-to "$url/abroad" --trusts "$url/home"
# What an operator copies by hand: who the other server is, its keys, and who its users are here.
keys=$(curl -sf --cacert "$state/authgent/ca.pem" "https://localhost:$port/.well-known/jwks.json")
cat >"$state/partner-home.json" <<EOF
{"issuer": "https://localhost:$port", "jwks": $keys, "subjects": {"auto_approved_user": "alice"}}
EOF
cat >"$state/partner-abroad.json" <<EOF
{"issuer": "https://localhost:$((port + 1))"}
EOF
started reference "$reference" --state "$state/reference" --port "$((port + 3))" --partner "$state/partner-home.json" \
  --partner "$state/partner-abroad.json"
cat "$state/reference/ca.pem" >>"$state/authgent/authorities.pem"
cp "$here"/*.yaml "$state"
echo "ready $state"
wait "${children[0]}"
