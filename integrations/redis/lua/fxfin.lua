-- Record the outcome of an attempt. No lock is asked for: a result is a fact, whoever saw it.
-- A final outcome puts its mail at the head of the dialog's mailbox in the same step: what came of
-- an act is told before what was written meanwhile is answered. The dialog is scheduled
-- as long as an effect is open, and giving it back sees the mail.
-- Repeated: the very same outcome is accepted again, its mail is there once.
--
-- KEYS[1] effect   hash    state, attempt, result
-- KEYS[2] outbox   list    keys of open effects
-- KEYS[3] manual   zset    keys of effects that need a person, by the millisecond they did
-- KEYS[4] state    hash    sequence: the last one given; keep: seconds it is remembered at least
-- KEYS[5] mailbox  list    "sequence|document" of waiting messages
-- KEYS[6] archive  zset    "e|effect key" by the millisecond it ended; absent: no archive is kept
-- ARGV[1] attempt
-- ARGV[2] new state
-- ARGV[3] result
-- ARGV[4] effect key
-- ARGV[5] seconds a finished effect is kept
-- ARGV[6] message document; "" for none
-- ARGV[7] seconds an idle dialog is remembered
-- returns 1 | 0 when a newer attempt exists or the effect is already finished otherwise

local terminal = {succeeded = true, failed = true, manual = true}

local known = redis.call('HMGET', KEYS[1], 'state', 'attempt', 'result')
if known[2] ~= ARGV[1] then
  return 0
end
if terminal[known[1]] then
  return (known[1] == ARGV[2] and known[3] == ARGV[3]) and 1 or 0
end
redis.call('HSET', KEYS[1], 'state', ARGV[2], 'result', ARGV[3])
if terminal[ARGV[2]] then
  redis.call('LREM', KEYS[2], 1, ARGV[4])
  redis.call('EXPIRE', KEYS[1], ARGV[5])
  if tonumber(ARGV[5]) > tonumber(ARGV[7]) then
    -- A dialog that were forgotten first would give the key of this effect to another one.
    redis.call('HSET', KEYS[4], 'keep', ARGV[5])
  end
  if ARGV[6] ~= '' then
    local sequence = redis.call('HINCRBY', KEYS[4], 'sequence', 1)
    redis.call('LPUSH', KEYS[5], sequence .. '|' .. ARGV[6])
  end
end
if terminal[ARGV[2]] and (KEYS[6] or ARGV[2] == 'manual') then
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  if ARGV[2] == 'manual' then
    redis.call('ZADD', KEYS[3], now, ARGV[4])
  end
  if KEYS[6] then
    redis.call('ZADD', KEYS[6], now, 'e|' .. ARGV[4])
  end
end
return 1
