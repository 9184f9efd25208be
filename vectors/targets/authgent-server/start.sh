#!/usr/bin/env bash
# Starts two instances of authgent-server (PyPI) on loopback, registers the suite's clients, and prints
#   ready URL DIR/target.yaml
# when `aims run --target DIR/target.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT stops it.
# The second instance is the authorization server of another domain: it takes grants of the first, and of the suite's issuer i1, whose
# key set a third port serves.
#
# usage: start.sh --state DIR [--port PORT] [--chains-to URL] [--trusts URL]     PORT, PORT+1 and PORT+2 are used
# --chains-to: the first instance issues grants for that server too; --trusts: the second takes grants of that one too. Authorities that
# their certificates need are appended to DIR/authorities.pem, also later.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${AUTHGENT_VERSION:-0.3.4} port=9101 state=''
# shellcheck source=../start-common.sh
. "$here/../start-common.sh"
also='[--chains-to URL] [--trusts URL]' chains_to='' trusts=''
option() {
  case $1 in
    --chains-to) chains_to=${2-} taken=2 ;;
    --trusts) trusts=${2-} taken=2 ;;
  esac
}
arguments "$@"
install_from_pypi "authgent-server==$version" authgent_server

url=https://localhost:$port abroad=https://localhost:$((port + 1)) issuer=https://localhost:$((port + 2))
rm -f "$state"/*.db
python3 "$here/../kit.py" pki "$state"
for name in i1 i2; do python3 "$here/../kit.py" key "$state" "$name"; done
python3 "$here/../kit.py" set "$state" public/.well-known/jwks.json "$state/i1.jwk"

export AUTHGENT_HOST=127.0.0.1
AUTHGENT_SECRET_KEY=$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n')
export AUTHGENT_SECRET_KEY
# The suite sends many requests from one address.
export AUTHGENT_TOKEN_RATE_LIMIT=100000 AUTHGENT_REGISTER_RATE_LIMIT=100000 AUTHGENT_TELEMETRY=0 DO_NOT_TRACK=1
export AUTHGENT_TRUSTED_CHAINING_TARGETS="[\"$abroad\"${chains_to:+,\"$chains_to\"}]"
export AUTHGENT_TXN_TOKEN_TRUST_DOMAIN=agents.example
# The instances fetch each other's keys.
cp "$state/ca.pem" "$state/authorities.pem"
export SSL_CERT_FILE=$state/authorities.pem

# instance NAME URL PORT TRUSTED…
instance() {
  local name=$1 url=$2 port=$3 trusted
  shift 3
  trusted=$(printf ',"%s"' "$@")
  (
    cd "$state"
    export AUTHGENT_PORT=$port AUTHGENT_SERVER_URL=$url AUTHGENT_DATABASE_URL="sqlite+aiosqlite:///$state/$name.db"
    export AUTHGENT_TRUSTED_CHAINING_ISSUERS="[${trusted#,}]"
    exec "$venv/bin/python" -m uvicorn authgent_server.app:create_app --factory --host 127.0.0.1 --port "$port" --no-access-log \
      --timeout-keep-alive 75 --ssl-keyfile server.key --ssl-certfile server.pem
  ) >"$state/$name.log" 2>&1 &
  children+=($!)
}

instance home "$url" "$port" "$url"
# shellcheck disable=SC2086 # nothing or one word
instance abroad "$abroad" "$((port + 1))" "$url" "$issuer" $trusts
python3 "$here/../kit.py" serve "$state/public" "$((port + 2))" "$state" &
children+=($!)

if ! python3 "$here/setup.py" "$state" "$version" "$url" "$abroad" "$issuer" "$trusts"; then
  last_words home
fi
echo "ready $url $state/target.yaml"
wait "${children[0]}"
