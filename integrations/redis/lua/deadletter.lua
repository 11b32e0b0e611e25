-- Put the head message aside for a person; the messages behind it go on.
-- Repeated: the message is no longer at the head, nothing happens.
--
-- KEYS[1] lock     string  "owner:fence"
-- KEYS[2] state    hash    failed, failures
-- KEYS[3] mailbox  list    waiting messages, each begins with its sequence
-- KEYS[4] dead     stream  messages put aside
-- ARGV[1] "owner:fence" of the claim
-- ARGV[2] sequence of the message
-- ARGV[3] dialog
-- ARGV[4] reason
-- ARGV[5] entries to keep, roughly
-- returns 1 | 0 when the lease is lost

local lock, state, mailbox, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

if redis.call('GET', lock) ~= ARGV[1] then
  return 0
end
local head = redis.call('LINDEX', mailbox, 0)
if not head or string.match(head, '^%d+') ~= ARGV[2] then
  return 1
end
local failures = redis.call('HGET', state, 'failures') or '0'
redis.call('LPOP', mailbox)
redis.call('HDEL', state, 'failed', 'failures')
redis.call('XADD', dead, 'MAXLEN', '~', ARGV[5], '*', 'dialog', ARGV[3], 'message', head,
  'reason', ARGV[4], 'failures', failures)
return 1
