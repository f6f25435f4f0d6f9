-- wrk script: POST one chat completion. Arguments: model marker, stream flag.
init = function(args)
  local model = args[1] or "bench-c200-d0-t0-f0"
  local stream = args[2] == "stream" and ',"stream":true,"stream_options":{"include_usage":true}' or ""
  local text = string.rep("Summarise the following paragraph for a busy reader. ", 24)
  wrk.method = "POST"
  wrk.body = '{"model":"' .. model .. '","messages":[{"role":"system","content":"You are terse."},{"role":"user","content":"' .. text .. '"}],"max_tokens":256' .. stream .. '}'
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer sk-bench00000000000000000000000000000000"
  wrk.headers["x-portkey-provider"] = "openai"
  wrk.headers["x-portkey-custom-host"] = os.getenv("UPSTREAM") or "http://127.0.0.1:9101/v1"
end
done = function(summary, latency, requests)
  io.write(string.format("RESULT rps=%.0f mean_us=%.0f p50_us=%.0f p90_us=%.0f p99_us=%.0f max_us=%.0f requests=%d errors=%d bytes=%d\n",
    summary.requests / summary.duration * 1e6, latency.mean, latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max,
    summary.requests, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout, summary.bytes))
end
