-- KEYS: stream, stream of what can't be read. ARGV: group, how many ids can be read, ids, then id and entry in turn of what can't.
-- Takes entries out of the stream; what can't be read is put aside for people.
local group, good = ARGV[1], tonumber(ARGV[2])
for i = 3, 2 + good do
    redis.call('XACK', KEYS[1], group, ARGV[i])
    redis.call('XDEL', KEYS[1], ARGV[i])
end
for i = 3 + good, #ARGV, 2 do
    redis.call('XACK', KEYS[1], group, ARGV[i])
    if redis.call('XDEL', KEYS[1], ARGV[i]) == 1 then
        redis.call('XADD', KEYS[2], '*', 'id', ARGV[i], 'r', ARGV[i + 1])
    end
end
return good
