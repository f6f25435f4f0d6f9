-- One scope. KEYS: window, running calls. ARGV: id, lifetime in ms, tokens, requests per minute, tokens per minute, concurrency ('' is no limit).
-- The window is a hash: R and T are the sums of its last minute and of the second that is
-- going on, r<second> and t<second> its parts, m the second up to which it is
-- trimmed, n the newest part, p<id> what a running call has taken: 'second|tokens'. The running calls end by their scores.
-- Gives {0 allowed, or which limit refuses; ms to wait; requests used; tokens used; ms until all is free}.
local window, running = KEYS[1], KEYS[2]
local id, lifetime, tokens = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local most_requests, most_tokens, most_running = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local now = clock()
local second = math.floor(now / 1000)

local sums = redis.call('HMGET', window, 'R', 'T', 'm', 'n', 'p' .. id)
local requests, used, newest = tonumber(sums[1] or 0), tonumber(sums[2] or 0), tonumber(sums[4] or 0)
local trimmed = tonumber(sums[3] or second)
for part = trimmed - 60, math.min(second - 61, trimmed) do
    local old = redis.call('HMGET', window, 'r' .. part, 't' .. part)
    if old[1] then
        requests = requests - old[1]
        used = used - old[2]
        redis.call('HDEL', window, 'r' .. part, 't' .. part)
    end
end
if second > trimmed or not sums[3] then
    redis.call('HSET', window, 'R', whole(requests), 'T', whole(used), 'm', whole(second))
end
if not sums[3] then
    redis.call('PEXPIRE', window, 120000)
end

local function free()
    return (requests > 0 or used > 0) and newest > second - 61 and (newest + 61) * 1000 - now or 0
end

-- When enough parts have left the window for what is wanted.
local function wait(kind, sum, limit)
    for part = second - 60, second do
        sum = sum - (redis.call('HGET', window, kind .. part) or 0)
        if sum <= limit then
            return (part + 61) * 1000 - now
        end
    end
    return 60000
end

if sums[5] then
    return { 0, 0, requests, used, free() }
end
local over = redis.call('ZRANGEBYSCORE', running, '-inf', whole(now), 'LIMIT', 0, 16)
for i = 1, #over do
    redis.call('ZREM', running, over[i])
    redis.call('HDEL', window, 'p' .. over[i])
end
if most_running and redis.call('ZCOUNT', running, '(' .. whole(now), '+inf') >= most_running then
    return { 1, 1000, requests, used, free() }
end
if most_requests and requests + 1 > most_requests then
    return { 2, wait('r', requests + 1, most_requests), requests, used, free() }
end
if most_tokens and used + tokens > most_tokens then
    return { 3, wait('t', used + tokens, most_tokens), requests, used, free() }
end

requests = requests + 1
used = used + tokens
newest = second
redis.call('HINCRBY', window, 'r' .. second, 1)
redis.call('HINCRBY', window, 't' .. second, whole(tokens))
redis.call('HSET', window, 'R', whole(requests), 'T', whole(used), 'n', whole(second), 'p' .. id, whole(second) .. '|' .. whole(tokens))
redis.call('PEXPIRE', window, whole(math.max(120000, redis.call('PTTL', window), lifetime + 60000)))
redis.call('ZADD', running, whole(now + lifetime), id)
redis.call('PEXPIRE', running, whole(math.max(redis.call('PTTL', running), lifetime + 1000)))
return { 0, 0, requests, used, free() }
