-- The usual settlement, at less cost: one account with an open hold. Everything else is left to what follows. How numbers are written: see ReserveOne.
local settled_one
if #KEYS == 5 and ARGV[5] == '' then
    local call = redis.call
    local data = call('HGET', KEYS[2], ARGV[1])
    local ends, amount, name = string.match(data or '', '^(%d+)|(%d+)|%d+|%w*|(.*)$')
    if name == string.sub(KEYS[5], #KEYS[2] + 2) then
        local account = call('HMGET', KEYS[5], 's', 'o')
        local settled = account[1] and account[1] + ARGV[2]
        if settled and settled <= 9007199254740991 then
            local t = call('TIME')
            local now = t[1] * 1000 + math.floor(t[2] / 1000)
            settled_one = 1
            if tonumber(ARGV[2]) > tonumber(amount) then
                settled_one = 3
            end
            if tonumber(ends) <= now then
                settled_one = settled_one + 4
            end
            call('HSET', KEYS[5], 's', settled, 'o', account[2] - amount)
            call('HDEL', KEYS[2], ARGV[1])
            call('ZADD', KEYS[1], -2 * now - 1, ARGV[1])
            if ARGV[4] ~= '' then
                call('XADD', KEYS[4], '*', 'r', ARGV[4], 'f', settled_one)
            end
            if t[2] % 16 ~= 0 then
                return settled_one
            end
        end
    end
end
