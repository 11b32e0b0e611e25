-- Append a message to the mailbox of its dialog, each event once, and schedule the dialog.
-- Repeated after a lost answer: says duplicate, and the message is there once.
--
-- KEYS[1] seen     string  exists since the event was accepted
-- KEYS[2] mailbox  list    "sequence|document" of waiting messages
-- KEYS[3] state    hash    sequence: the last one given; scheduled: the token of the dialog
-- KEYS[4] ready    stream  tokens
-- ARGV[1] dialog
-- ARGV[2] message document
-- ARGV[3] seconds the event stays known
-- ARGV[4] messages a mailbox may hold
-- returns "accepted" | "duplicate" | "full"

local seen, mailbox, state, ready = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

if redis.call('EXISTS', seen) == 1 then
  return 'duplicate'
end
if redis.call('LLEN', mailbox) >= tonumber(ARGV[4]) then
  return 'full'
end
redis.call('SET', seen, '1', 'EX', ARGV[3])
local sequence = redis.call('HINCRBY', state, 'sequence', 1)
redis.call('RPUSH', mailbox, sequence .. '|' .. ARGV[2])
if redis.call('HEXISTS', state, 'scheduled') == 0 then
  local token = redis.call('XADD', ready, '*', 'dialog', ARGV[1])
  redis.call('HSET', state, 'scheduled', token)
  redis.call('PERSIST', state)
end
return 'accepted'
