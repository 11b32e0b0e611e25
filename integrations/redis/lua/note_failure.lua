-- Count one more failure of a message. Repeated: counts again, so it is never repeated.
--
-- KEYS[1] lock     string  "owner:fence"
-- KEYS[2] state    hash    failed: sequence of the message that failed, failures: how often
-- ARGV[1] "owner:fence" of the claim
-- ARGV[2] sequence of the message
-- returns the count | -1 when the lease is lost

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return -1
end
if redis.call('HGET', KEYS[2], 'failed') ~= ARGV[2] then
  redis.call('HSET', KEYS[2], 'failed', ARGV[2], 'failures', 0)
end
return redis.call('HINCRBY', KEYS[2], 'failures', 1)
