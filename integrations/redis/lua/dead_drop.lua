-- Forget a message that was put aside, and note who did that. Repeated: it is gone, nothing happens.
--
-- KEYS[1] dead     stream  messages put aside
-- KEYS[2] deeds    stream  what operators did
-- KEYS[3] archive  zset    "o|entry of the deed" by its millisecond; absent: no archive is kept
-- ARGV[1] entry of the message
-- ARGV[2] dialog
-- ARGV[3] name of the message for people
-- ARGV[4] who does it
-- ARGV[5] deeds to keep, roughly
-- returns 1 | 0 when the entry is gone

if redis.call('XDEL', KEYS[1], ARGV[1]) == 0 then
  return 0
end
local deed = redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], '*', 'did', 'dropped', 'subject', ARGV[3],
  'dialog', ARGV[2], 'by', ARGV[4])
if KEYS[3] then
  redis.call('ZADD', KEYS[3], string.match(deed, '^%d+'), 'o|' .. deed)
end
return 1
