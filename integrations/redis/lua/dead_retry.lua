-- Give a message that was put aside to its dialog again, at the tail of the mailbox.
-- Repeated: the dialog knows what it took back last, and nothing happens twice.
--
-- KEYS[1] dead     stream  messages put aside
-- KEYS[2] state    hash    sequence: the last one given; scheduled: the token of the dialog;
--                          taken_back: the entry of `dead` that came back last
-- KEYS[3] mailbox  list    "sequence|document" of waiting messages
-- KEYS[4] ready    stream  tokens
-- KEYS[5] deeds    stream  what operators did
-- KEYS[6] archive  zset    "o|entry of the deed" by its millisecond; absent: no archive is kept
-- ARGV[1] entry of the message
-- ARGV[2] dialog
-- ARGV[3] name of the message for people
-- ARGV[4] who does it
-- ARGV[5] deeds to keep, roughly
-- returns 1 | 0 when the entry is gone

local dead, state, mailbox, ready = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

if redis.call('HGET', state, 'taken_back') == ARGV[1] then
  return 1
end
local found = redis.call('XRANGE', dead, ARGV[1], ARGV[1])
if not found[1] then
  return 0
end
local fields = {}
for index = 1, #found[1][2], 2 do
  fields[found[1][2][index]] = found[1][2][index + 1]
end
local sequence = redis.call('HINCRBY', state, 'sequence', 1)
-- It comes behind what waits, so any place that it had in the order of the chat is over.
redis.call('RPUSH', mailbox, sequence .. string.match(fields.message, '^[%d:]+(|.*)$'))
redis.call('HSET', state, 'taken_back', ARGV[1])
redis.call('XDEL', dead, ARGV[1])
local deed = redis.call('XADD', KEYS[5], 'MAXLEN', '~', ARGV[5], '*', 'did', 'retried', 'subject', ARGV[3],
  'dialog', ARGV[2], 'by', ARGV[4])
if KEYS[6] then
  redis.call('ZADD', KEYS[6], string.match(deed, '^%d+'), 'o|' .. deed)
end
if redis.call('HEXISTS', state, 'scheduled') == 0 then
  local token = redis.call('XADD', ready, '*', 'dialog', ARGV[2])
  redis.call('HSET', state, 'scheduled', token)
end
redis.call('PERSIST', state)
return 1
