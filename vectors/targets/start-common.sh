# Read by start scripts of targets: their arguments, installation from PyPI into a folder of its own or from Debian, and an end that leaves
# nothing behind.
# shellcheck shell=bash disable=SC2034,SC2154

# arguments "$@": sets `state`, made where it is missing, and `port`. A script that takes more names it in `also` and has a function
# `option`, which sets `taken` to the number of words that it took.
arguments() {
  local taken
  while (($#)); do
    taken=0
    case $1 in
      --state) state=${2-} taken=2 ;;
      --port) port=${2-} taken=2 ;;
      *) if declare -F option >/dev/null; then option "$@"; fi ;;
    esac
    if ((taken == 0 || taken > $#)); then
      echo "usage: start.sh --state DIR [--port PORT]${also:+ $also}" >&2
      exit 2
    fi
    shift "$taken"
  done
  [[ -n $state ]] || { echo "start.sh: --state DIR is missing" >&2; exit 2; }
  mkdir -p "$state" && chmod "${state_mode:-700}" "$state"
  state=$(cd "$state" && pwd)
}

# install_from_pypi PACKAGE==VERSION MODULE: sets `venv`. Installed once, beside other caches; ends with 3 where it cannot be had.
install_from_pypi() {
  local package=$1 module=$2 found
  venv=${AIMS_TARGETS:-${XDG_CACHE_HOME:-$HOME/.cache}/aims/targets}/${package/==/-}
  found=("$venv"/lib/python3*/site-packages/"$module")
  if [[ ! -e ${found[0]} ]]; then
    rm -rf "$venv"
    python3 -c 'import ensurepip, venv' 2>/dev/null || from_debian python3-venv || true
    if ! { python3 -m venv "$venv" && "$venv/bin/pip" -q --disable-pip-version-check install "$package"; } >&2; then
      rm -rf "$venv"
      echo "start.sh: $package cannot be installed from PyPI" >&2
      exit 3
    fi
  fi
}

# from_debian PACKAGE…: whether they can be installed without asking.
from_debian() {
  local root=()
  command -v apt-get >/dev/null || return
  if [[ $(id -u) != 0 ]]; then root=(sudo -n); fi
  # Their services are not started.
  { "${root[@]}" apt-get update -qq && "${root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y -qq --no-install-recommends "$@"; } >&2
}

# install_from_debian FILE PACKAGE…: makes sure that a file of Debian packages is there; ends with 3 where they cannot be had.
install_from_debian() {
  local file=$1
  shift
  if [[ ! -e $file ]] && ! { from_debian "$@" && [[ -e $file ]]; }; then
    echo "start.sh: $* cannot be installed from Debian" >&2
    exit 3
  fi
}

# What all targets need.
for tool in openssl curl; do
  if ! command -v "$tool" >/dev/null && ! from_debian "$tool"; then
    echo "start.sh: the command $tool is missing" >&2
    exit 3
  fi
done

# The processes that a script starts, ended with it.
children=()
end_children() {
  ((${#children[@]})) || return 0
  kill "${children[@]}" 2>/dev/null
  wait "${children[@]}" 2>/dev/null || true
}
trap end_children EXIT
trap 'exit 0' TERM INT

# last_words NAME: why a server did not come up, by its log; ends the script.
last_words() {
  echo "start.sh: the server did not come up; its last words:" >&2
  tail -n 5 "$state/$1.log" >&2
  exit 4
}

# wait_for URL NAME: until a server answers there with a success.
wait_for() {
  for ((i = 0; i < 300; i++)); do
    if curl -sf -o /dev/null --cacert "$state/ca.pem" "$1"; then return; fi
    if ! kill -0 "${children[-1]}" 2>/dev/null; then break; fi
    sleep 0.1
  done
  last_words "$2"
}
