-- Give a token back that nobody has begun with, or whose bearer has lived through it: this time
-- does not count as handed out. Repeated: the count was lowered already, nothing happens twice.
--
-- KEYS[1] ready    stream  tokens
-- ARGV[1] consumer group
-- ARGV[2] consumer the token was handed to
-- ARGV[3] token
-- ARGV[4] how often it had been handed out by then
-- ARGV[5] milliseconds it counts as silent from now on
-- returns 1 | 0 when it is somebody else's by now

-- A group that is gone, as after FLUSHALL, has no tokens.
local held = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1, ARGV[2])
if held.err or not held[1] or held[1][4] ~= tonumber(ARGV[4]) then
  return 0
end
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'IDLE', ARGV[5], 'RETRYCOUNT',
  ARGV[4] - 1, 'JUSTID')
return 1
