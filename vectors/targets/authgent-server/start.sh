#!/usr/bin/env bash
# Starts authgent-server (PyPI) on loopback, registers the suite's clients, and prints
#   ready URL DIR/target.yaml
# when `aims run --target DIR/target.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT stops it.
#
# usage: start.sh --state DIR [--port PORT] [--peer URL]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${AUTHGENT_VERSION:-0.3.4} port=9101 state='' peer=''
while (($#)); do
  case $1 in
    --state) state=$2; shift 2 ;;
    --port) port=$2; shift 2 ;;
    --peer) peer=$2; shift 2 ;;
    *) echo "usage: start.sh --state DIR [--port PORT] [--peer URL]" >&2; exit 2 ;;
  esac
done
[[ -n $state ]] || { echo "start.sh: --state DIR is missing" >&2; exit 2; }
mkdir -p "$state" && chmod 700 "$state"
state=$(cd "$state" && pwd)

# Installed once, beside other caches.
venv=${AIMS_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/aims/targets}/authgent-server-$version
if [[ ! -x $venv/bin/authgent-server ]]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install "authgent-server==$version" ||
    { rm -rf "$venv"; echo "start.sh: authgent-server $version cannot be installed from PyPI" >&2; exit 3; }
fi

url=http://127.0.0.1:$port
rm -f "$state/authgent.db"
export AUTHGENT_HOST=127.0.0.1 AUTHGENT_PORT=$port AUTHGENT_SERVER_URL=$url
export AUTHGENT_DATABASE_URL="sqlite+aiosqlite:///$state/authgent.db"
AUTHGENT_SECRET_KEY=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
export AUTHGENT_SECRET_KEY
# The suite sends many requests from one address.
export AUTHGENT_TOKEN_RATE_LIMIT=100000 AUTHGENT_REGISTER_RATE_LIMIT=100000 AUTHGENT_TELEMETRY=0 DO_NOT_TRACK=1
export AUTHGENT_TRUSTED_CHAINING_ISSUERS="[\"$url\"${peer:+,\"$peer\"}]"
cd "$state"
"$venv/bin/python" -m uvicorn authgent_server.app:create_app --factory --host 127.0.0.1 --port "$port" --no-access-log --timeout-keep-alive 75 >"$state/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
trap 'exit 0' TERM INT

if ! python3 "$here/setup.py" "$url" "$state" "$version"; then
  echo "start.sh: the server did not come up; its last words:" >&2
  tail -n 5 "$state/server.log" >&2
  exit 3
fi
echo "ready $url $state/target.yaml"
wait "$server"
