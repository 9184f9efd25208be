#!/usr/bin/env bash
# Starts django-oauth-toolkit (PyPI) on loopback with the suite's clients and two protected views, and prints
#   ready URL DIR/target.yaml
# when `aims run --target DIR/target.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT stops it.
#
# usage: start.sh --state DIR [--port PORT] [--bcp]
# --bcp switches on every setting by which the toolkit follows RFC 9700; all of them are off as it comes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${DOT_VERSION:-3.4.1} port=9170 state='' bcp=''
while (($#)); do
  case $1 in
    --state) state=$2; shift 2 ;;
    --port) port=$2; shift 2 ;;
    --bcp) bcp=1; shift ;;
    *) echo "usage: start.sh --state DIR [--port PORT] [--bcp]" >&2; exit 2 ;;
  esac
done
[[ -n $state ]] || { echo "start.sh: --state DIR is missing" >&2; exit 2; }
mkdir -p "$state" && chmod 700 "$state"
state=$(cd "$state" && pwd)

# Installed once, beside other caches.
venv=${AIMS_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/aims/targets}/django-oauth-toolkit-$version
if [[ ! -d $(echo "$venv"/lib/python3*/site-packages/oauth2_provider) ]]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" -q install "django-oauth-toolkit==$version" ||
    { rm -rf "$venv"; echo "start.sh: django-oauth-toolkit $version cannot be installed from PyPI" >&2; exit 3; }
fi

rm -f "$state/db.sqlite3"
openssl genrsa -out "$state/oidc.key" 2048 2>/dev/null
PORT=$port STATE=$state VERSION=$version BCP=$bcp PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/site_app.py" >"$state/server.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
trap 'exit 0' TERM INT

for ((i = 0; i < 300; i++)); do
  if curl -sf -o "$state/metadata.json" "http://127.0.0.1:$port/.well-known/oauth-authorization-server"; then break; fi
  if ! kill -0 "$server" 2>/dev/null || ((i == 299)); then
    echo "start.sh: the server did not come up; its last words:" >&2
    tail -n 5 "$state/server.log" >&2
    exit 3
  fi
  sleep 0.1
done
echo "ready http://127.0.0.1:$port $state/target.yaml"
wait "$server"
