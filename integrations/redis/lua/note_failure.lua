-- Count one more failure of a message. Repeated with the same nonce: the same count again.
--
-- KEYS[1] lock     string  "owner:fence"
-- KEYS[2] state    hash    failed: sequence of the message that failed, failures: how often,
--                          failure_nonce: of the last one
-- ARGV[1] "owner:fence" of the claim
-- ARGV[2] sequence of the message
-- ARGV[3] nonce
-- returns the count | -1 when the lease is lost

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return -1
end
local known = redis.call('HMGET', KEYS[2], 'failed', 'failures', 'failure_nonce')
local failures = known[1] == ARGV[2] and tonumber(known[2]) or 0
if failures == 0 or known[3] ~= ARGV[3] then
  failures = failures + 1
end
redis.call('HSET', KEYS[2], 'failed', ARGV[2], 'failures', failures, 'failure_nonce', ARGV[3])
return failures
