#!/usr/bin/env bash
# Starts Glewlwyd (Debian) on loopback, configures it over its own API, and prints
#   ready URL DIR/target.yaml
# when `aims run --target DIR/target.yaml` can begin. Runs in the foreground; SIGTERM or SIGINT stops it.
#
# usage: start.sh --state DIR [--port PORT]     PORT and PORT+1 are used
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
port=9110 state=''
# shellcheck source=../start-common.sh
. "$here/../start-common.sh"
arguments "$@"
# Debian's slim images leave out /usr/share/doc, where the package has the tables of its database.
tables=/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz
install_from_debian /usr/bin/glewlwyd glewlwyd
[[ -e $tables ]] || { echo "start.sh: $tables is missing; this system leaves out the documentation of packages" >&2; exit 3; }
version=$(dpkg-query -W -f '${Version}' glewlwyd)

rm -f "$state/glewlwyd.db"
python3 "$here/../kit.py" pki "$state"
for name in as agent agent-2 agent-bound i1; do python3 "$here/../kit.py" key "$state" "$name" "$name"; done
python3 -c 'import gzip, sqlite3, sys; d = sqlite3.connect(sys.argv[2]); d.executescript(gzip.open(sys.argv[1], "rt").read()); d.commit()' \
  "$tables" "$state/glewlwyd.db"
# The authority of servers signed its certificate; that of clients is the one that it believes.
sed -e "s#@PORT@#$port#g; s#@STATE@#$state#g" "$here/glewlwyd.conf.in" >"$state/glewlwyd.conf"
glewlwyd --config-file="$state/glewlwyd.conf" >"$state/glewlwyd.log" 2>&1 &
children+=($!)
python3 "$here/setup.py" "$state" "$port" "${version%%-*}" >"$state/setup.log" 2>&1 &
children+=($!)
for ((i = 0; i < 300; i++)); do
  [[ -e $state/ready ]] && break
  if ! kill -0 "${children[-1]}" 2>/dev/null || ((i == 299)); then last_words setup; fi
  sleep 0.1
done
rm "$state/ready"
echo "ready https://localhost:$port $state/target.yaml"
wait "${children[0]}"
