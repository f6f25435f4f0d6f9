-- KEYS: ids, holds, account. Gives {limit, settled, held, now}, or nothing when there is no such account.
local now = clock()
while #reap(now, 100) > 0 do
end
local account = redis.call('HMGET', KEYS[3], 's', 'o', 'l', 'c')
if not account[1] then
    return false
end
return { tonumber(account[4] or account[3] or 0), tonumber(account[1]), tonumber(account[2]), now }
