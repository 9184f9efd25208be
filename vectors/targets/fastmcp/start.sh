#!/usr/bin/env bash
# Starts two MCP servers made with FastMCP (PyPI) on loopback as resource servers, and prints
#   ready URL DIR/target.yaml
# when `aims run --target DIR/target.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT stops it.
# They trust the key set of the suite, which a third port serves; no authorization server of others takes part.
#
# usage: start.sh --state DIR [--port PORT]     PORT, PORT+1 and PORT+2 are used
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
version=${FASTMCP_VERSION:-4.1.2} port=9130 state=''
# shellcheck source=../start-common.sh
. "$here/../start-common.sh"
arguments "$@"
install_from_pypi "fastmcp==$version" fastmcp

url=https://localhost:$port other=https://localhost:$((port + 1)) keys=https://localhost:$((port + 2))
python3 "$here/../kit.py" pki "$state"
python3 "$here/../kit.py" key "$state" i1
python3 "$here/../kit.py" set "$state" public/jwks.json "$state/i1.jwk"
sed -e "s#@VERSION@#$version#g; s#@URL@#$url#g; s#@OTHER@#$other#g; s#@KEYS@#$keys#g" "$here/target.yaml.in" >"$state/target.yaml"

python3 "$here/../kit.py" serve "$state/public" "$((port + 2))" "$state" &
children+=($!)
wait_for "$keys/jwks.json" keys
export STATE=$state ISSUER=$keys KEYS=$keys/jwks.json SSL_CERT_FILE=$state/ca.pem PYTHONDONTWRITEBYTECODE=1 FASTMCP_CHECK_FOR_UPDATES=off
for name in tool other; do
  place=$port && [[ $name == other ]] && place=$((port + 1))
  NAME=$name-behind-fastmcp PORT=$place "$venv/bin/python" "$here/app.py" >"$state/$name.log" 2>&1 &
  children+=($!)
done
wait_for "$other/.well-known/oauth-protected-resource/mcp" other
wait_for "$url/.well-known/oauth-protected-resource/mcp" tool
echo "ready $url $state/target.yaml"
wait "${children[-1]}"
