#!/usr/bin/env bash
# Starts the Apache HTTP server with mod_oauth2 (Debian) on loopback as a resource server, and prints
#   ready URL DIR/target.yaml
# when `aims run --target DIR/target.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT stops it.
# It trusts the key set of the suite, which the next port serves; no authorization server of others takes part.
#
# usage: start.sh --state DIR [--port PORT] [--bound dpop|certificate] [--with-glewlwyd]
# --bound: the resource takes only tokens that are bound to a key by DPoP, or to the client's certificate.
# --with-glewlwyd: starts Glewlwyd too, whose tokens are taken instead of the suite's: two strangers.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
port=9113 state='' bound='' server=''
# shellcheck source=../start-common.sh
. "$here/../start-common.sh"
also='[--bound dpop|certificate] [--with-glewlwyd]' state_mode=755
option() {
  case $1 in
    --bound) bound=${2-} taken=2 ;;
    --with-glewlwyd) server=1 taken=1 ;;
  esac
}
arguments "$@"
modules=/usr/lib/apache2/modules
install_from_debian "$modules/mod_oauth2.so" apache2 libapache2-mod-oauth2
version=$(dpkg-query -W -f '${Version}' libapache2-mod-oauth2)

url=https://localhost:$port keys=https://localhost:$((port + 1))
issuer=$keys jwks=$keys/jwks.json
if [[ -n $server ]]; then
  server=$state/server
  mkdir -p "$server"
  "$here/../glewlwyd/start.sh" --state "$server" >"$server/start.out" 2>"$state/glewlwyd.log" &
  children+=($!)
  while kill -0 "${children[-1]}" 2>/dev/null && ! grep -q '^ready ' "$server/start.out"; do sleep 0.2; done
  if ! kill -0 "${children[-1]}" 2>/dev/null; then
    status=0 && wait "${children[-1]}" || status=$?
    tail -n 3 "$state/glewlwyd.log" >&2
    exit "$status"
  fi
  issuer=$(sed -n 's/^  home: {issuer: "\([^"]*\)".*/\1/p' "$server/target.yaml")
  jwks=$issuer/jwks
fi
python3 "$here/../kit.py" pki "$state"
python3 "$here/../kit.py" key "$state" i1
python3 "$here/../kit.py" set "$state" public/jwks.json "$state/i1.jwk"
mkdir -p "$state/htdocs" "$state/run"
for name in tool other; do printf '{"resource": "%s-behind-mod-oauth2"}\n' "$name" >"$state/htdocs/$name"; done
chmod 777 "$state/run"

case $bound in
  '') accept='' verify='' declares='bearer-tokens' name='mod_oauth2' ;;
  dpop) accept='OAuth2AcceptTokenIn header type=dpop' verify='&type=dpop' declares='dpop' name='mod_oauth2 with DPoP' ;;
  certificate)
    accept='' verify='&type=mtls&mtls.policy=required' declares='certificate-bound-tokens' name='mod_oauth2 with certificates' ;;
  *) echo "start.sh: --bound takes dpop or certificate" >&2; exit 2 ;;
esac
user='' && [[ $(id -u) == 0 ]] && user=$'User www-data\nGroup www-data'
sed -e "s#@PORT@#$port#g; s#@STATE@#$state#g; s#@MODULES@#$modules#g; s#@ISSUER@#$issuer#g; s#@JWKS@#$jwks#g; s#@URL@#$url#g; s#@ACCEPT@#$accept#g" \
  -e "s#@VERIFY@#${verify//&/\\&}#g" -e "s#@USER@#${user//$'\n'/\\n}#g" "$here/httpd.conf.in" >"$state/httpd.conf"
sed -e "s#@VERSION@#${version%%-*}#g; s#@URL@#$url#g; s#@KEYS@#$keys#g; s#@DECLARES@#$declares#g; s#@NAME@#$name#g" "$here/target.yaml.in" >"$state/target.yaml"
if [[ -n $server ]]; then
  # The server's description, with resources that can be called.
  sed -e "s#@STATE@#$server#g" "$server/target.yaml" |
    sed -e "s#^target: .*#target: {name: \"Glewlwyd and $name\", version: \"${version%%-*}\"}#" \
      -e "s#^declares: \\[#declares: [$declares, #" \
      -e "s#^  tool: .*#  tool: {server: home, url: \"$url/tool\", identifier: \"$url/tool\", scopes: {read: read, write: write}, marker: tool-behind-mod-oauth2}#" \
      -e "s#^  other-tool: .*#  other-tool: {server: home, url: \"$url/other\", identifier: \"$url/other\", scopes: {read: read}, marker: other-behind-mod-oauth2}#" \
      -e "s#file: ca.pem#file: both.pem#; s#{file: \([^}]*\)}#{file: \"$server/\1\"}#g; s#$server/both.pem#$state/both.pem#" >"$state/target.yaml"
  cat "$state/ca.pem" "$server/ca.pem" >"$state/both.pem"
fi

python3 "$here/../kit.py" serve "$state/public" "$((port + 1))" "$state" &
children+=($!)
wait_for "$keys/jwks.json" keys
apache2 -f "$state/httpd.conf" -DFOREGROUND >"$state/httpd.log" 2>&1 &
children+=($!)
wait_for "$url/up" httpd
echo "ready $url $state/target.yaml"
wait "${children[-1]}"
