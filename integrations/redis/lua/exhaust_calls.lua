-- Fill an account's leaky bucket: the other side has said that it takes no more now.
-- Repeated: the same again.
--
-- KEYS[1] bucket   hash    level; at: the millisecond when it was that full
-- ARGV[1] ceiling: calls the bucket holds
-- ARGV[2] calls that leak out of it in a second

local ceiling, per_second = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HMGET', KEYS[1], 'level', 'at')
local elapsed = math.max(0, now - tonumber(known[2] or now))
local level = math.max(ceiling, tonumber(known[1] or 0) - elapsed * per_second / 1000)
redis.call('HSET', KEYS[1], 'level', level, 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil(level * 1000 / per_second) + 1000)
