-- Reserve the next place of an account's leaky bucket for a call.
-- Repeated after a lost answer: takes a second place, which only makes the account slower.
--
-- KEYS[1] bucket   hash    level; at: the millisecond when it was that full
-- KEYS[2] stopped  string  exists while every method is refused
-- KEYS[3] and all that follow: parked, string, exists while a method of the call is refused
-- ARGV[1] ceiling: calls the bucket holds
-- ARGV[2] calls that leak out of it in a second
-- ARGV[3] milliseconds the caller would wait
-- returns {"admitted" | "full" | "parked" | "stopped", milliseconds}

local bucket, stopped = KEYS[1], KEYS[2]
local ceiling, per_second, patience = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local left = redis.call('PTTL', stopped)
if left > 0 then
  return {'stopped', left}
end
for index = 3, #KEYS do
  left = math.max(left, redis.call('PTTL', KEYS[index]))
end
if left > 0 then
  return {'parked', left}
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HMGET', bucket, 'level', 'at')
local elapsed = math.max(0, now - tonumber(known[2] or now))
local level = math.max(0, tonumber(known[1] or 0) - elapsed * per_second / 1000) + 1
local wait = math.ceil(math.max(0, level - ceiling) * 1000 / per_second)
if wait > patience then
  return {'full', wait}
end
redis.call('HSET', bucket, 'level', level, 'at', now)
redis.call('PEXPIRE', bucket, math.ceil(level * 1000 / per_second) + 1000)
return {'admitted', wait}
