-- KEYS[1]: the bucket. ARGV: limit, window in microseconds, deadline by this clock in microseconds, 0 for none, size of the bucket.
-- Returns: the time, 1 if the request was taken, the tokens that are left;
-- or the time alone if it is past the deadline: nobody waits for the request, and it is not counted.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local clock = now
local deadline = tonumber(ARGV[3])
if deadline > 0 and now > deadline then
    return {clock}
end
local rate = tonumber(ARGV[1]) / tonumber(ARGV[2])
local burst = tonumber(ARGV[4])
local tokens = burst
local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
if state[1] then
    local at = tonumber(state[2])
    tokens = math.min(burst, tonumber(state[1]) + math.max(0, now - at) * rate)
    -- If the clock was set back, the time that was paid for already is not paid for again.
    now = math.max(now, at)
end
local taken = 0
if tokens + 0.000001 >= 1 then
    taken = 1
    tokens = tokens - 1
    redis.call('HSET', KEYS[1], 'tokens', string.format('%.17g', tokens), 'at', string.format('%.0f', now))
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.ceil((burst - tokens) / rate / 1000) + 1000))
end
return {clock, taken, string.format('%.17g', tokens)}
