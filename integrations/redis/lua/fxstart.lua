-- Allow an effect to be sent, once, under the fence.
-- Repeated with the same nonce: the same attempt again, written again for replicas to confirm.
--
-- KEYS[1] lock     string  "owner:fence"
-- KEYS[2] effect   hash    state, attempt, started: millisecond of the attempt, first_started: of
--                          the first one, start_nonce, marker, marked: millisecond of the marker
-- ARGV[1] "owner:fence" of the claim
-- ARGV[2] nonce
-- returns the attempt | -1 when the lease is lost | -2 when the effect may not be started

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return -1
end
local known = redis.call('HMGET', KEYS[2], 'state', 'attempt', 'start_nonce')
if known[1] == 'started' and known[3] == ARGV[2] then
  redis.call('HSET', KEYS[2], 'start_nonce', ARGV[2])
  return tonumber(known[2])
end
if known[1] ~= 'planned' and known[1] ~= 'retry' then
  return -2
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('HSET', KEYS[2], 'state', 'started', 'start_nonce', ARGV[2], 'started', now)
redis.call('HSETNX', KEYS[2], 'first_started', now)
if redis.call('HEXISTS', KEYS[2], 'marker') == 1 then
  -- Versions before kept no time of it: it counts from here, or its age would stay 0 for ever.
  redis.call('HSETNX', KEYS[2], 'marked', now)
end
return redis.call('HINCRBY', KEYS[2], 'attempt', 1)
