-- KEYS[1]: the counters. ARGV: limit, window in microseconds, deadline by this clock in microseconds, 0 for none.
-- Returns: the time, 1 if the request was taken, the count, that of the window before, microseconds since the window began;
-- or the time alone if it is past the deadline: nobody waits for the request, and it is not counted.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local clock = now
local deadline = tonumber(ARGV[3])
if deadline > 0 and now > deadline then
    return {clock}
end
local limit = tonumber(ARGV[1])
local window = tonumber(ARGV[2])
local index = math.floor(now / window)
local count, previous = 0, 0
local state = redis.call('HMGET', KEYS[1], 'window', 'count', 'previous')
if state[1] then
    local before = tonumber(state[1])
    if before >= index then
        -- Also if the clock was set back: what is counted stays.
        index, count, previous = before, tonumber(state[2]), tonumber(state[3])
    elseif before == index - 1 then
        previous = tonumber(state[2])
    end
end
local elapsed = math.max(0, now - index * window)
local taken = 0
if math.ceil(previous * (window - elapsed) / window) + count < limit then
    taken = 1
    count = count + 1
    redis.call('HSET', KEYS[1], 'window', string.format('%.0f', index), 'count', string.format('%.0f', count),
        'previous', string.format('%.0f', previous))
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil(window * 2 / 1000)))
end
return {clock, taken, count, previous, elapsed}
