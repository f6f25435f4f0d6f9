-- KEYS: account, its entries, account names. ARGV: entry id, amount, reason, the account's name.
-- Gives 1 applied, 0 done before, -1 no such account, -2 the sum would not be exact any more, {available} too little left.
local most = 9007199254740991
local amount = tonumber(ARGV[2])
local account = redis.call('HMGET', KEYS[1], 's', 'o', 'l', 'c')
if not account[1] and amount < 0 then
    return -1
end
if redis.call('HEXISTS', KEYS[2], ARGV[1]) == 1 then
    return 0
end
local limit = tonumber(account[4] or account[3] or 0)
local available = limit - (account[1] or 0) - (account[2] or 0)
if amount < 0 and available + amount < 0 then
    return { available }
end
if limit + amount > most then
    return -2
end
if not account[1] then
    redis.call('SADD', KEYS[3], ARGV[4])
    redis.call('HSET', KEYS[1], 's', '0', 'o', '0')
end
redis.call('HSET', KEYS[1], 'l', whole(limit + amount))
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2] .. '|' .. whole(clock()) .. '|' .. ARGV[3])
return 1
