#!/usr/bin/env bash
# Builds everything without a warning, runs every test, and publishes an app in native AOT.
# Needs the .NET SDK. Installs Redis, PostgreSQL, nginx, Node.js (18 or later, what the SDKs that the tests run ask for) and a C linker on Debian and Ubuntu; elsewhere what needs them is skipped, and counted.
# Ends with a line of its own: N passed, N failed, N skipped
set -uo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
passed=0 failed=0 skipped=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

finish() {
    echo
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

count() { sed -nE "s/^ *$1: *([0-9]+).*/\1/p" "$work/tests.txt" | tail -n 1; }

# Installs packages where that is possible; what is missing afterwards is skipped by the tests that need it, with its reason.
install_packages() {
    command -v apt-get >/dev/null || return 0
    local as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo -n"
    ($as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@") >"$work/apt.txt" 2>&1 || tail -n 3 "$work/apt.txt"
}

has_postgres() { command -v postgres >/dev/null || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1; }

command -v redis-server >/dev/null || install_packages redis-server
has_postgres || install_packages postgresql
command -v node >/dev/null || install_packages nodejs
command -v npm >/dev/null || install_packages npm
command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || install_packages nginx-light

if ! dotnet build OneApi.Client.sln -c Release -warnaserror; then
    failed=1
    finish
fi

# One project after the other: some give a killed server or process a bounded time to serve again.
dotnet test --solution OneApi.Client.sln -c Release --no-build --max-parallel-test-modules 1 2>&1 | tee "$work/tests.txt"
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
passed=${passed:-0} failed=${failed:-1} skipped=${skipped:-0}

echo
cat tests/OneApi.Client.Conformance.Tests/bin/Release/net10.0/conformance.txt 2>/dev/null

echo
echo "Native AOT: an app that roots OneApi.Client"
command -v clang >/dev/null || command -v gcc >/dev/null || install_packages gcc libc6-dev zlib1g-dev

if [ "$(uname -s)" = Linux ] && ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
    echo "skipped: native AOT needs clang or gcc, and neither is installed"
    skipped=$((skipped + 1))
elif dotnet publish tests/AotCheck -c Release --use-current-runtime -o "$work/aot" && "$work/aot/AotCheck"; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
fi

finish
