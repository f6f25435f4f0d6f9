-- KEYS: ids, holds, account names, stream of records, then the accounts.
-- ARGV: id, actual amount, how long ended ids are kept in ms, the record or '', the accounts in other buckets or '', the moment after which
-- an id that is not known may have been forgotten, or '', then each account's configured limit or '', where one has any.
-- Gives 0 done before, else 1, + 2 for an overrun, + 4 when late; {index} when a sum would not be exact any more; -1 nobody knows.
local most = 9007199254740991
local id, actual = ARGV[1], tonumber(ARGV[2])
local now, dice = clock()
if settled_one then
    trim(now, 0, tonumber(ARGV[3]))
    return settled_one
end
local data = redis.call('HGET', KEYS[2], id)
local keys, settled, held, names = {}, {}, {}, {}
local flags = 1

if data then
    local ends, amount, _, _, list = read(data)
    local base = string.sub(KEYS[2], 1, -2) .. 'a:'
    for name in string.gmatch(list, '[^\n]+') do
        local key = base .. name
        local account = redis.call('HMGET', key, 's', 'o')
        if not account[1] then
            return redis.error_reply('TRYAGAIN an account of the hold is on its way to another node')
        end
        keys[#keys + 1] = key
        settled[#keys] = account[1] + actual
        held[#keys] = account[2] - amount
    end
    if actual > amount then
        flags = flags + 2
    end
    if ends <= now then
        flags = flags + 4
    end
else
    local known = redis.call('ZSCORE', KEYS[1], id)
    if known and tonumber(known) % 2 == 1 then
        return 0
    end
    if not known and ARGV[6] ~= '' and now > tonumber(ARGV[6]) then
        return -1
    end
    flags = 5
    for i = 5, #KEYS do
        local account = redis.call('HGET', KEYS[i], 's')
        keys[i - 4] = KEYS[i]
        settled[i - 4] = (account or 0) + actual
        if not account then
            names[#names + 1] = KEYS[i]
        end
    end
end

for i = 1, #keys do
    if settled[i] > most then
        return { i }
    end
end
for i = 1, #names do
    redis.call('SADD', KEYS[3], string.sub(names[i], #KEYS[2] + 2))
    redis.call('HSET', names[i], 'o', '0')
end
if not data then
    -- The limit that the configuration had when the call began, where none is known.
    for i = 1, #keys do
        local configured = ARGV[6 + i]
        if configured and configured ~= '' then
            redis.call('HSETNX', keys[i], 'c', configured)
        end
    end
end
for i = 1, #keys do
    if data then
        redis.call('HSET', keys[i], 's', whole(settled[i]), 'o', whole(held[i]))
    else
        redis.call('HSET', keys[i], 's', whole(settled[i]))
    end
end
if data then
    redis.call('HDEL', KEYS[2], id)
end
redis.call('ZADD', KEYS[1], whole(-2 * now - 1), id)
if ARGV[5] ~= '' then
    redis.call('XADD', KEYS[4], '*', 'r', ARGV[4], 'f', flags, 'i', id, 'a', ARGV[2], 'm', ARGV[5])
elseif ARGV[4] ~= '' then
    redis.call('XADD', KEYS[4], '*', 'r', ARGV[4], 'f', flags)
end
trim(now, dice, tonumber(ARGV[3]))
return flags
