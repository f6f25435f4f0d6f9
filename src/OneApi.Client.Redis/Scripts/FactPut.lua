-- ARGV: place, reason, how long ago it was said, since how long it is so, how long it lasts ('' is until a person says otherwise), for how long
-- it is kept ('' is for ever), channel, key and note as JSON. All times in ms. A word is 'said since until|reason|JSON'.
local now = clock()
local said = now - tonumber(ARGV[3])
local before = redis.call('HGET', KEYS[1], ARGV[1])
if before and tonumber(string.match(before, '^%-?%d+')) > said then
    return 0
end
local till = ARGV[5] == '' and '' or whole(now + tonumber(ARGV[5]))
redis.call('HSET', KEYS[1], ARGV[1], whole(said) .. ' ' .. whole(now - tonumber(ARGV[4])) .. ' ' .. till .. '|' .. ARGV[2] .. '|' .. ARGV[7])
if ARGV[6] == '' then
    redis.call('ZREM', KEYS[2], ARGV[1])
else
    redis.call('ZADD', KEYS[2], whole(now + tonumber(ARGV[6])), ARGV[1])
end
forget(now)
return 1
