-- Record that the request for an order goes out now, once for each tag.
-- Repeated with the same fence: 1 again, the moment of the first call stays, and the record is
-- written again for replicas to confirm.
-- Another master than before may lack the last records: nothing is sent under it for a while, until
-- the shop surely shows what was sent under the old one.
--
-- KEYS[1] turn     string  "fence|nonce|tag" of the order whose turn it is
-- KEYS[2] order    hash    state, result, notes, fence, sent: millisecond of the request
-- KEYS[3] epoch    hash    replid: history of the master; until: millisecond the hold ends
-- ARGV[1] fence
-- ARGV[2] tag
-- ARGV[3] notes of the sender
-- ARGV[4] seconds the record is kept
-- ARGV[5] milliseconds that orders are held under another master; 0 where none can take over
-- returns 1 | 0 when the turn is lost or the tag was sent before | minus the milliseconds of a hold

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function held_for()
  if ARGV[5] == '0' then
    return 0
  end
  local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
  local epoch = redis.call('HMGET', KEYS[3], 'replid', 'until')
  if epoch[1] == history then
    return math.max(0, tonumber(epoch[2]) - now)
  end
  local hold = epoch[1] and tonumber(ARGV[5]) or 0
  redis.call('HSET', KEYS[3], 'replid', history, 'until', now + hold)
  return hold
end

local held = redis.call('GET', KEYS[1])
if not held then
  return 0
end
local fence, _, tag = string.match(held, '^(%d+)|([^|]*)|(.*)$')
if fence ~= ARGV[1] or tag ~= ARGV[2] then
  return 0
end
local known = redis.call('HMGET', KEYS[2], 'state', 'fence')
local own = known[1] == 'sending' and known[2] == ARGV[1]
local hold = held_for()
if hold > 0 then
  -- Whoever asks has sent nothing yet: a record of an earlier call would forbid it for good.
  if own then
    redis.call('HSET', KEYS[2], 'state', 'refused', 'result', 'ORDERS_HELD')
  end
  return -hold
end
if own then
  redis.call('HSET', KEYS[2], 'fence', ARGV[1])
  return 1
end
if known[1] and known[1] ~= 'refused' then
  return 0
end
redis.call('HSET', KEYS[2], 'state', 'sending', 'result', '', 'notes', ARGV[3], 'fence', ARGV[1],
  'sent', now)
redis.call('EXPIRE', KEYS[2], ARGV[4])
return 1
