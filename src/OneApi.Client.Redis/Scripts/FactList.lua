-- Gives {now, words}.
local now = clock()
forget(now)
return { now, redis.call('HVALS', KEYS[1]) }
