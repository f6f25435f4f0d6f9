#!/usr/bin/env bash
# Starts the mock upstream and every gateway on loopback, loads each in turn, interleaved, and prints one line per
# measurement. Run it after building (see README.md), from anywhere:  gateway/run.sh [rounds] [seconds] > out/gateway.txt
set -u
cd "$(dirname "$0")/.." || exit 1
rounds=${1:-3}; secs=${2:-4}
mkdir -p out out/nginx-tmp
pids=()
declare -A pid
cfg=Release/net10.0
start() { local name=$1; shift; "$@" > "out/$name.log" 2>&1 & pid[$name]=$!; pids+=($!); }
trap 'kill "${pids[@]}" 2>/dev/null; wait' EXIT
start upstream dotnet upstream/bin/$cfg/upstream.dll 9101
DOTNET_gcServer=0 start yarp dotnet gateway/yarp/bin/$cfg/yarp.dll 9202
DOTNET_gcServer=0 start meai dotnet gateway/meai/bin/$cfg/meai.dll 9203
start yarpq env DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 dotnet gateway/yarp/bin/$cfg/yarp.dll 9205 # the same, idle workers do not spin
rm -f out/ours-*.db*
ours=gateway/ours/bin/$cfg/ours.dll
start ours dotnet $ours 9206 http://127.0.0.1:9101 memory
start translated dotnet $ours 9207 http://127.0.0.1:9101 memory translate # an Anthropic channel behind: every answer is written anew
if command -v redis-server > /dev/null; then
  start redis redis-server --port 9379 --bind 127.0.0.1 --save '' --appendonly no --maxmemory-policy noeviction
  sleep 1
  start oursredis dotnet $ours 9208 http://127.0.0.1:9101 redis # quotas and records in Redis, SQLite behind it
fi
start nginx nginx -p "$PWD" -c gateway/nginx.conf
if [ -d gateway/portkey/node_modules ]; then
  start portkey env NODE_ENV=production node --require ./gateway/portkey/loopback.cjs gateway/portkey/node_modules/@portkey-ai/gateway/build/start-server.js --port=9201 --headless
fi
sleep 4
declare -A port=([direct]=9101 [nginx]=9204 [yarp]=9202 [yarpq]=9205 [meai]=9203 [portkey]=9201 [ours]=9206 [translated]=9207 [oursredis]=9208)
names=(${NAMES:-direct nginx yarp yarpq ours oursredis translated meai portkey})
family() { local p=$1; echo "$p"; pgrep -P "$p" 2>/dev/null; }
cpu() { local t=0 p u s; for p in $(family "$1"); do read -r u s < <(awk '{sub(/^.*\) /,""); print $12,$13}' /proc/$p/stat 2>/dev/null); t=$((t + ${u:-0} + ${s:-0})); done; echo $t; }
rss() { local t=0 p r; for p in $(family "$1"); do r=$(awk '/VmRSS/{print $2}' /proc/$p/status 2>/dev/null); t=$((t + ${r:-0})); done; echo $((t / 1024)); }
one() { # name kind concurrency
  local name=$1 kind=$2 c=$3 url=http://127.0.0.1:${port[$1]}/v1/chat/completions who=$1 out before after requests
  [ "$name" = direct ] && who=upstream
  [ -n "${pid[$who]:-}" ] || return
  before=$(cpu "${pid[$who]}")
  case $kind in
    whole) out=$(wrk -t1 -c"$c" -d"${secs}s" --timeout 10s -s gateway/post.lua "$url" -- bench-c200-d0-t0-f0 | grep RESULT) ;;
    burst) out=$(dotnet gateway/load/bin/$cfg/load.dll "$url" bench-c200-d0-t0-f1 "$c" "$secs" stream | grep RESULT) ;;
    bulk) out=$(dotnet gateway/load/bin/$cfg/load.dll "$url" bench-c200-d0-t0-f0 "$c" "$secs" stream | grep RESULT) ;; # the upstream writes all chunks at once
    paced) out=$(dotnet gateway/load/bin/$cfg/load.dll "$url" bench-c50-d20-t0-f1 "$c" "$secs" stream | grep RESULT) ;;
  esac
  after=$(cpu "${pid[$who]}")
  requests=$(grep -oE '(requests|n)=[0-9]+' <<< "$out" | head -1 | cut -d= -f2)
  echo "$kind c=$c $name ${out#RESULT } cpu_s_per_10k=$(awk -v t=$((after - before)) -v n="${requests:-0}" 'BEGIN{printf n ? "%.3f" : "-", n ? t/100/n*10000 : 0}') rss_mib=$(rss "${pid[$who]}") load=$(cut -d' ' -f1 /proc/loadavg)"
}
echo "# $(date -u +%FT%H:%MZ) cores=$(nproc) rounds=$rounds window=${secs}s"
for n in "${names[@]}"; do for _ in 1 2 3; do [ "$n" = direct ] || one "$n" whole 32 > /dev/null; done; one "$n" burst 32 > /dev/null; done # warm
for ((r = 1; r <= rounds; r++)); do
  for kind in ${KINDS:-whole burst paced}; do for c in ${LEVELS:-1 32 256}; do for n in "${names[@]}"; do one "$n" "$kind" "$c"; done; done; done
done
