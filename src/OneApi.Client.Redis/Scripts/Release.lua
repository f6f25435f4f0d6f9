-- KEYS: ids, holds. ARGV: id, how long ended ids are kept in ms, attempt.
-- With an attempt, undoes what that attempt has held, as if it had never been. Gives 1 when a hold
-- has ended that was not over, else 0.
local id = ARGV[1]
local data = redis.call('HGET', KEYS[2], id)
if not data then
    return 0
end
local ends, amount, _, attempt, names = read(data)
if ARGV[3] ~= '' and ARGV[3] ~= attempt then
    return 0
end
local now, dice = clock()
if not unhold(id, amount, names, ARGV[3] == '' and -2 * now or nil) then
    return redis.error_reply('TRYAGAIN an account of the hold is on its way to another node')
end
trim(now, dice, tonumber(ARGV[2]))
return ends > now and 1 or 0
