-- Words whose time to be kept is over go, a few at a time. KEYS[1]: the words, KEYS[2]: when they may go.
local function forget(now)
    local over = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', whole(now), 'LIMIT', 0, 64)
    for i = 1, #over do
        redis.call('ZREM', KEYS[2], over[i])
        redis.call('HDEL', KEYS[1], over[i])
    end
end
