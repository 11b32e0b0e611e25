-- Record that the request for an order goes out now, once for each tag.
-- Repeated with the same fence: 1 again, the moment of the first call stays.
--
-- KEYS[1] turn     string  "fence|nonce|tag" of the order whose turn it is
-- KEYS[2] order    hash    state, result, notes, fence, sent: millisecond of the request
-- ARGV[1] fence
-- ARGV[2] tag
-- ARGV[3] notes of the sender
-- ARGV[4] seconds the record is kept
-- returns 1 | 0 when the turn is lost or the tag was sent before

local held = redis.call('GET', KEYS[1])
if not held then
  return 0
end
local fence, _, tag = string.match(held, '^(%d+)|([^|]*)|(.*)$')
if fence ~= ARGV[1] or tag ~= ARGV[2] then
  return 0
end
local known = redis.call('HMGET', KEYS[2], 'state', 'fence')
if known[1] == 'sending' and known[2] == ARGV[1] then
  return 1
end
if known[1] and known[1] ~= 'refused' then
  return 0
end
local time = redis.call('TIME')
redis.call('HSET', KEYS[2], 'state', 'sending', 'result', '', 'notes', ARGV[3], 'fence', ARGV[1],
  'sent', time[1] * 1000 + math.floor(time[2] / 1000))
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1
