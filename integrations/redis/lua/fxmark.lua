-- Record how far a started attempt has come. Repeated: writes the same again.
--
-- KEYS[1] lock     string  "owner:fence"
-- KEYS[2] effect   hash    state, attempt, marker, marked: millisecond of the marker
-- ARGV[1] "owner:fence" of the claim
-- ARGV[2] attempt
-- ARGV[3] marker
-- returns 1 | 0 when the lease is lost or another attempt is on

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
local known = redis.call('HMGET', KEYS[2], 'state', 'attempt')
if known[1] ~= 'started' or known[2] ~= ARGV[2] then
  return 0
end
local time = redis.call('TIME')
redis.call('HSET', KEYS[2], 'marker', ARGV[3],
  'marked', time[1] * 1000 + math.floor(time[2] / 1000))
return 1
