-- KEYS: ids, stream. ARGV: how long ids are kept in ms, then id and record in turn. Gives how many were not known.
local now, dice = clock()
local added = 0
for i = 2, #ARGV, 2 do
    local id = 'r' .. ARGV[i]
    if not redis.call('ZSCORE', KEYS[1], id) then
        redis.call('XADD', KEYS[2], '*', 'r', ARGV[i + 1], 'f', 1)
        redis.call('ZADD', KEYS[1], whole(-2 * now - 1), id)
        added = added + 1
    end
end
trim(now, dice, tonumber(ARGV[1]))
return added
