-- KEYS: ids, holds, account names, account, its entries. ARGV: entry id, amount, reason, the account's name.
-- Gives 1 applied, 0 done before, -1 no such account, -2 the sum would not be exact any more, {available} too little left.
local most = 9007199254740991
local amount = tonumber(ARGV[2])
if redis.call('HEXISTS', KEYS[5], ARGV[1]) == 1 then
    return 0
end
local account = redis.call('HMGET', KEYS[4], 's', 'o', 'l', 'c')
if amount < 0 then
    if not (account[3] or account[4]) then
        return -1
    end
    local available
    local is_short = reap_while(function()
        available = (account[4] or account[3]) - account[1] - redis.call('HGET', KEYS[4], 'o')
        return available + amount < 0
    end, clock())
    if is_short then
        return { available }
    end
end
local limit = (account[3] or 0) + amount
if limit > most or limit < -most then
    return -2
end
if not account[1] then
    redis.call('SADD', KEYS[3], ARGV[4])
    redis.call('HSET', KEYS[4], 's', '0', 'o', '0')
end
redis.call('HSET', KEYS[4], 'l', whole(limit))
redis.call('HSET', KEYS[5], ARGV[1], ARGV[2] .. '|' .. whole(clock()) .. '|' .. ARGV[3])
return 1
