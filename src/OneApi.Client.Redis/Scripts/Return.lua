-- One scope. KEYS: window, running calls. ARGV: id, the tokens that it really used, 1 when its request counts, else 0.
-- Gives 1, or 0 when there is no such running call (any more).
local window, running = KEYS[1], KEYS[2]
local taken = redis.call('HGET', window, 'p' .. ARGV[1])
redis.call('ZREM', running, ARGV[1])
if not taken then
    return 0
end
local second, tokens = string.match(taken, '^(%d+)|(%d+)$')
redis.call('HDEL', window, 'p' .. ARGV[1])
if redis.call('HEXISTS', window, 'r' .. second) == 1 then
    -- What has left the window has no part any more, and nothing to correct.
    local more = whole(tonumber(ARGV[2]) - tonumber(tokens))
    redis.call('HINCRBY', window, 't' .. second, more)
    redis.call('HINCRBY', window, 'T', more)
    if ARGV[3] == '0' then
        redis.call('HINCRBY', window, 'r' .. second, -1)
        redis.call('HINCRBY', window, 'R', -1)
    end
end
return 1
