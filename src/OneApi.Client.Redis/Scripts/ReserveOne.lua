-- The usual reservation, at about two thirds of the cost: one account, whose limit is the store's own, and enough left. Everything else is left to what follows.
-- Numbers are passed as they are: Redis writes whole ones up to 2^53 in full. Moments in ms have 13 digits, which '..' writes in full too.
if #KEYS == 4 and ARGV[5] == '' then
    local call = redis.call
    local account = call('HMGET', KEYS[4], 's', 'o', 'l', 'c')
    local limit = account[4] or account[3]
    if limit and limit - account[1] - account[2] >= tonumber(ARGV[2]) and not call('ZSCORE', KEYS[1], ARGV[1]) then
        local t = call('TIME')
        local ends = t[1] * 1000 + math.floor(t[2] / 1000) + ARGV[3]
        call('HSET', KEYS[4], 'o', account[2] + ARGV[2])
        call('ZADD', KEYS[1], ends, ARGV[1])
        call('HSET', KEYS[2], ARGV[1], ends .. '|' .. ARGV[2] .. '|0|' .. ARGV[4] .. '|' .. string.sub(KEYS[4], #KEYS[2] + 2))
        return 1
    end
end
