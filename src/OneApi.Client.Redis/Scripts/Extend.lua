-- KEYS: ids, holds. ARGV: id, sequence, amount, lifetime in ms; to undo a change: id, sequence, amount, '', its end and sequence before.
-- Gives 0 done before, -1 no such hold, {end before, sequence before} applied, {name, left, 0} too little left.
local id, sequence, more = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local data = redis.call('HGET', KEYS[2], id)
if not data then
    return -1
end
local ends, amount, current, attempt, names = read(data)
local undo = ARGV[4] == ''
local now = clock()
if undo then
    if current ~= sequence then
        return 0
    end
    more = -more
elseif ends <= now then
    return -1
elseif sequence <= current then
    return 0
end

local base = string.sub(KEYS[2], 1, -2) .. 'a:'
local keys, held, name, left = {}, {}, nil, nil
local is_moving = false
local function short()
    keys, held = {}, {}
    for account in string.gmatch(names, '[^\n]+') do
        local key = base .. account
        local sums = redis.call('HMGET', key, 's', 'o', 'l', 'c')
        if not sums[1] then
            is_moving = true
            return false
        end
        name, left = account, (sums[4] or sums[3] or 0) - sums[1]
        if not undo and left - sums[2] < more then
            return true
        end
        keys[#keys + 1] = key
        held[#keys] = sums[2] + more
    end
    return false
end
local is_short = reap_while(short, now)
if is_moving then
    return redis.error_reply('TRYAGAIN an account of the hold is on its way to another node')
end
if is_short then
    return { name, left, 0 }
end

for i = 1, #keys do
    redis.call('HSET', keys[i], 'o', whole(held[i]))
end
local now_ends = undo and tonumber(ARGV[5]) or now + tonumber(ARGV[4])
local now_sequence = undo and tonumber(ARGV[6]) or sequence
redis.call('ZADD', KEYS[1], whole(now_ends), id)
redis.call('HSET', KEYS[2], id, write(now_ends, amount + more, now_sequence, attempt, names))
return { whole(ends), whole(current) }
