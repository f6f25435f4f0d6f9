-- A bucket's holds. KEYS[1] is the sorted set of ids: an open hold has the moment of its end as its score; an ended one has
-- -(2 * the moment it ended + 1 if it was charged). KEYS[2] is the hash of open holds: 'end|amount|sequence|attempt|account\naccount'.
-- Everything is read before anything is written: a script that meets a key on the move stops before it has changed anything.
local function read(data)
    local ends, amount, sequence, attempt, names = string.match(data, '^(%d+)|(%d+)|(%d+)|(%w*)|(.*)$')
    return tonumber(ends), tonumber(amount), tonumber(sequence), attempt, names
end

local function write(ends, amount, sequence, attempt, names)
    return whole(ends) .. '|' .. whole(amount) .. '|' .. whole(sequence) .. '|' .. attempt .. '|' .. names
end

-- Takes a hold off its accounts. Accounts are never deleted: one that is missing is on its way to another node, and the hold is left alone.
local function unhold(id, amount, names, score)
    local base = string.sub(KEYS[2], 1, -2) .. 'a:'
    local keys, held = {}, {}
    for name in string.gmatch(names, '[^\n]+') do
        local key = base .. name
        local now = redis.call('HGET', key, 'o')
        if not now then
            return false
        end
        keys[#keys + 1] = key
        held[#keys] = now - amount
    end
    for i = 1, #keys do
        redis.call('HSET', keys[i], 'o', whole(held[i]))
    end
    redis.call('HDEL', KEYS[2], id)
    if score then
        redis.call('ZADD', KEYS[1], whole(score), id)
    else
        redis.call('ZREM', KEYS[1], id)
    end
    return true
end

-- Ends holds whose time is over; gives their ids.
local function reap(now, most)
    local over = redis.call('ZRANGEBYSCORE', KEYS[1], '0', whole(now), 'LIMIT', 0, most)
    local done = {}
    for i = 1, #over do
        local data = redis.call('HGET', KEYS[2], over[i])
        if data then
            local _, amount, _, _, names = read(data)
            if unhold(over[i], amount, names, -2 * now) then
                done[#done + 1] = over[i]
            end
        end
    end
    return done
end

-- Ends what is over until an amount fits, or nothing is over any more; 'short' says whether it does not fit yet.
local function reap_while(short, now)
    local is_short = short()
    while is_short and #reap(now, 100) > 0 do
        is_short = short()
    end
    return is_short
end

-- Forgets some of the ids that ended too long ago, now and then, so that no call pays for many.
local function trim(now, dice, kept)
    if dice % 16 == 0 then
        local old = redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. whole(-2 * (now - kept)), '(0', 'LIMIT', 0, 64)
        if #old > 0 then
            redis.call('ZREM', KEYS[1], unpack(old))
        end
    end
end
