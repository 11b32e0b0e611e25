-- Record what a person says of an effect that waits for one, and let its dialog go on.
-- Its mail goes before what waits, but behind the message that a worker has in hand.
-- Repeated: the very same settlement is accepted again, nothing happens twice.
--
-- KEYS[1] effect   hash    state, result, document, settled_by
-- KEYS[2] manual   zset    keys of effects that need a person
-- KEYS[3] outbox   list    keys of open effects
-- KEYS[4] state    hash    sequence: the last one given; scheduled: the token of the dialog
-- KEYS[5] mailbox  list    "sequence|document" of waiting messages
-- KEYS[6] ready    stream  tokens
-- KEYS[7] lock     string  "owner:fence", there while a worker has the dialog
-- KEYS[8] effects  prefix  what effect keys start with; see claim
-- KEYS[9] deeds    stream  what operators did
-- KEYS[10] archive zset    "e|effect key" by the millisecond it ended; absent: no archive is kept
-- ARGV[1] effect key
-- ARGV[2] new state
-- ARGV[3] result
-- ARGV[4] who settled it and why
-- ARGV[5] message document; "" for none
-- ARGV[6] what no document of an open effect may begin with; "" when any may be open
-- ARGV[7] dialog
-- ARGV[8] seconds a settled effect is kept, or less
-- ARGV[9] deeds to keep, roughly
-- returns "settled" | "not_waiting" | "busy"

local effect, manual, outbox, state, mailbox, ready, lock, effects =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7], KEYS[8]

local known = redis.call('HMGET', effect, 'state', 'result', 'settled_by')
if known[3] == ARGV[4] and known[1] == ARGV[2] and known[2] == ARGV[3] then
  return 'settled'
end
if known[1] ~= 'manual' then
  return 'not_waiting'
end
if ARGV[6] ~= '' then
  for _, key in ipairs(redis.call('LRANGE', outbox, 0, -1)) do
    local document = redis.call('HGET', effects .. key, 'document') or ''
    if string.sub(document, 1, #ARGV[6]) == ARGV[6] then
      return 'busy'
    end
  end
end

redis.call('HSET', effect, 'state', ARGV[2], 'result', ARGV[3], 'settled_by', ARGV[4])
redis.call('ZREM', manual, ARGV[1])
redis.call('XADD', KEYS[9], 'MAXLEN', '~', ARGV[9], '*', 'did', 'settled ' .. ARGV[2],
  'subject', ARGV[1], 'dialog', ARGV[7], 'by', ARGV[4])
local again = ARGV[2] == 'retry'
if again then
  redis.call('HDEL', effect, 'started', 'first_started', 'start_nonce')
  redis.call('PERSIST', effect)
  redis.call('RPUSH', outbox, ARGV[1])
elseif redis.call('TTL', effect) > tonumber(ARGV[8]) then
  -- Never longer: the dialog, and the numbers that its keys are made of, may be forgotten earlier.
  redis.call('EXPIRE', effect, ARGV[8])
end
if KEYS[10] and not again then
  local time = redis.call('TIME')
  redis.call('ZADD', KEYS[10], time[1] * 1000 + math.floor(time[2] / 1000), 'e|' .. ARGV[1])
end
if ARGV[5] ~= '' then
  local line = redis.call('HINCRBY', state, 'sequence', 1) .. '|' .. ARGV[5]
  local head = redis.call('LINDEX', mailbox, 0)
  if head and redis.call('EXISTS', lock) == 1 then
    redis.call('LINSERT', mailbox, 'AFTER', head, line)
  else
    redis.call('LPUSH', mailbox, line)
  end
end
if again or ARGV[5] ~= '' then
  if redis.call('HEXISTS', state, 'scheduled') == 0 then
    local token = redis.call('XADD', ready, '*', 'dialog', ARGV[7])
    redis.call('HSET', state, 'scheduled', token)
  end
  redis.call('PERSIST', state)
end
return 'settled'
