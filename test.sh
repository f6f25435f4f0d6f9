#!/usr/bin/env bash
# Builds everything without a warning, runs every test, and publishes an app in native AOT.
# Needs the .NET SDK; installs a C linker for the AOT check on Debian and Ubuntu, and skips that check (counted) elsewhere.
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

if ! dotnet build OneApi.Client.sln -c Release -warnaserror; then
    failed=1
    finish
fi

dotnet test --solution OneApi.Client.sln -c Release --no-build 2>&1 | tee "$work/tests.txt"
passed=$(count succeeded) failed=$(count failed) skipped=$(count skipped)
passed=${passed:-0} failed=${failed:-1} skipped=${skipped:-0}

echo
cat tests/OneApi.Client.Conformance.Tests/bin/Release/net10.0/conformance.txt 2>/dev/null

echo
echo "Native AOT: an app that roots OneApi.Client"
if [ "$(uname -s)" = Linux ] && ! command -v clang >/dev/null && ! command -v gcc >/dev/null && command -v apt-get >/dev/null; then
    as_root=""
    [ "$(id -u)" -eq 0 ] || as_root="sudo -n"
    ($as_root apt-get update && $as_root apt-get install -y --no-install-recommends gcc libc6-dev zlib1g-dev) >"$work/apt.txt" 2>&1 || tail -n 3 "$work/apt.txt"
fi

if [ "$(uname -s)" = Linux ] && ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
    echo "skipped: native AOT needs clang or gcc, and neither is installed"
    skipped=$((skipped + 1))
elif dotnet publish tests/AotCheck -c Release --use-current-runtime -o "$work/aot" && "$work/aot/AotCheck"; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
fi

finish
