-- KEYS: ids, holds, account names, then the accounts in the order of their names.
-- ARGV: id, amount, lifetime in ms, attempt ('' when one bucket holds the whole chain), then each account's configured limit or ''.
-- Gives 1 applied, 2 held before, 0 ended before, {index} no such account, {index, left} too little left.
local id, amount, attempt = ARGV[1], tonumber(ARGV[2]), ARGV[4]
local known = redis.call('ZSCORE', KEYS[1], id)
if known then
    if string.sub(known, 1, 1) == '-' then
        return 0
    end
    if attempt ~= '' then
        -- The repetition takes the hold over, so that what is left of the first try can't undo it any more.
        local ends, held, sequence, _, names = read(redis.call('HGET', KEYS[2], id))
        redis.call('HSET', KEYS[2], id, write(ends, held, sequence, attempt, names))
    end
    return 2
end

local now = clock()
local last = #KEYS
local limit, settled, held, names = {}, {}, {}, ''
for i = 4, last do
    local account = redis.call('HMGET', KEYS[i], 's', 'o', 'l', 'c')
    local configured = ARGV[i + 1]
    local name = string.sub(KEYS[i], #KEYS[2] + 2)
    if configured ~= '' then
        if not account[1] then
            redis.call('SADD', KEYS[3], name)
            redis.call('HSET', KEYS[i], 's', '0', 'o', '0', 'c', configured)
            account = { '0', '0', false, configured }
        elseif account[4] ~= configured then
            redis.call('HSET', KEYS[i], 'c', configured)
            account[4] = configured
        end
    elseif not (account[3] or account[4]) then
        return { i - 3 } -- a charge alone does not open an account
    end
    settled[i] = tonumber(account[1])
    held[i] = tonumber(account[2])
    limit[i] = tonumber(account[4] or account[3])
    names = i == 4 and name or names .. '\n' .. name
end

local function short()
    for i = 4, last do
        if limit[i] - settled[i] - held[i] < amount then
            return i
        end
    end
end

local which = short()
if which and limit[which] - settled[which] >= amount then
    which = reap_while(function()
        for i = 4, last do
            held[i] = tonumber(redis.call('HGET', KEYS[i], 'o'))
        end
        return short()
    end, now)
end
if which then
    return { which - 3, limit[which] - settled[which] }
end

for i = 4, last do
    redis.call('HSET', KEYS[i], 'o', whole(held[i] + amount))
end
local ends = now + tonumber(ARGV[3])
redis.call('ZADD', KEYS[1], whole(ends), id)
redis.call('HSET', KEYS[2], id, write(ends, amount, 0, attempt, names))
return 1
