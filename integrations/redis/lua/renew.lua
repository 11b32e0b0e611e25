-- Extend the lease, and keep the token from being taken for abandoned.
-- Repeated: extends again.
--
-- KEYS[1] lock     string  "owner:fence"
-- KEYS[2] ready    stream  tokens
-- ARGV[1] "owner:fence" of the claim
-- ARGV[2] lease in milliseconds
-- ARGV[3] consumer group
-- ARGV[4] consumer the token was handed to
-- ARGV[5] token
-- returns 1 | 0 when the lease is lost

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('XCLAIM', KEYS[2], ARGV[3], ARGV[4], 0, ARGV[5], 'JUSTID')
return 1
