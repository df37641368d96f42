#!/usr/bin/env bash
# Installs Debian packages that are missing. Says in one sentence what to do where it lacks the right to.
set -euo pipefail

missing=()
for package in "$@"; do
  case "$package" in
    chromium) command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(chromium) ;;
    postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql) ;;
    redis-server) command -v redis-server >/dev/null || missing+=(redis-server) ;;
    nginx-light) command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || missing+=(nginx-light) ;;
    *) dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package") ;;
  esac
done
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ]; then root=(); elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then root=(sudo); else
  echo "Missing: ${missing[*]}. Installing them needs root; run: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
echo "Installing ${missing[*]}"
"${root[@]}" apt-get update -qq
# create_main_cluster=false: the tests start a private PostgreSQL cluster of their own.
if [[ " ${missing[*]} " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  "${root[@]}" mkdir -p /etc/postgresql-common
  echo "create_main_cluster = false" | "${root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
"${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
