#!/usr/bin/env bash
# Starts the Apache HTTP server with mod_oauth2 (Debian) on loopback as a resource server, and prints
#   ready URL DIR/target.yaml
# when `aims run --target DIR/target.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT stops it.
# It trusts the key set of the suite, which the next port serves; no authorization server of others takes part.
#
# usage: start.sh --state DIR [--port PORT] [--bound dpop|certificate]
# --bound: the resource takes only tokens that are bound to a key by DPoP, or to the client's certificate.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
port=9111 state='' bound=''
while (($#)); do
  case $1 in
    --state) state=$2; shift 2 ;;
    --port) port=$2; shift 2 ;;
    --bound) bound=$2; shift 2 ;;
    *) echo "usage: start.sh --state DIR [--port PORT] [--bound dpop|certificate]" >&2; exit 2 ;;
  esac
done
[[ -n $state ]] || { echo "start.sh: --state DIR is missing" >&2; exit 2; }
mkdir -p "$state" && chmod 755 "$state"
state=$(cd "$state" && pwd)
# shellcheck source=../start-common.sh
. "$here/../start-common.sh"
modules=/usr/lib/apache2/modules
install_from_debian "$modules/mod_oauth2.so" apache2 libapache2-mod-oauth2
version=$(dpkg-query -W -f '${Version}' libapache2-mod-oauth2)

url=https://localhost:$port keys=https://localhost:$((port + 1))
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
sed -e "s#@PORT@#$port#g; s#@STATE@#$state#g; s#@MODULES@#$modules#g; s#@KEYS@#$keys#g; s#@URL@#$url#g; s#@ACCEPT@#$accept#g" \
  -e "s#@VERIFY@#${verify//&/\\&}#g" -e "s#@USER@#${user//$'\n'/\\n}#g" "$here/httpd.conf.in" >"$state/httpd.conf"
sed -e "s#@VERSION@#${version%%-*}#g; s#@URL@#$url#g; s#@KEYS@#$keys#g; s#@DECLARES@#$declares#g; s#@NAME@#$name#g" "$here/target.yaml.in" >"$state/target.yaml"

python3 "$here/../kit.py" serve "$state/public" "$((port + 1))" "$state" &
children+=($!)
wait_for "$keys/jwks.json" keys
apache2 -f "$state/httpd.conf" -DFOREGROUND >"$state/httpd.log" 2>&1 &
children+=($!)
wait_for "$url/up" httpd
echo "ready $url $state/target.yaml"
wait "${children[-1]}"
