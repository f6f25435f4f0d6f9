-- The server's own clock in milliseconds, and its microseconds, which serve as dice.
local function clock()
    local t = redis.call('TIME')
    return t[1] * 1000 + math.floor(t[2] / 1000), tonumber(t[2])
end

-- Whole numbers up to 2^53 - 1 are exact in Lua; this writes them without an exponent.
local function whole(number)
    return string.format('%.0f', number)
end
