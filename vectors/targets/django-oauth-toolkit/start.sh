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
# shellcheck source=../start-common.sh
. "$here/../start-common.sh"
also='[--bcp]'
option() { if [[ $1 == --bcp ]]; then bcp=1 taken=1; fi; }
arguments "$@"
install_from_pypi "django-oauth-toolkit==$version" oauth2_provider

rm -f "$state/db.sqlite3"
python3 "$here/../kit.py" pki "$state"
openssl genrsa -out "$state/oidc.key" 2048 2>/dev/null
PORT=$port STATE=$state VERSION=$version BCP=$bcp PYTHONDONTWRITEBYTECODE=1 "$venv/bin/python" "$here/site_app.py" >"$state/server.log" 2>&1 &
children+=($!)
url=https://localhost:$port
wait_for "$url/.well-known/oauth-authorization-server" server
echo "ready $url $state/target.yaml"
wait "${children[0]}"
