-- KEYS: ids, holds. ARGV: at most how many. Gives the ids of the holds that have ended.
return reap(clock(), tonumber(ARGV[1]))
