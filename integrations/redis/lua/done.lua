-- Give a dialog back: its token is used up, and a new one follows if work is left.
-- Repeated: the fence was already given back, nothing happens twice.
--
-- KEYS[1] lock     string  "owner:fence"
-- KEYS[2] state    hash    scheduled: the token of the dialog; released: last fence given back;
--                          keep: seconds it is remembered at least
-- KEYS[3] mailbox  list    "sequence|document" of waiting messages
-- KEYS[4] outbox   list    keys of open effects
-- KEYS[5] ready    stream  tokens
-- KEYS[6] delayed  zset    dialog by the millisecond it becomes ready again
-- KEYS[7] archive  zset    "d|dialog" by the millisecond it has rested long enough; absent: no
--                          archive is kept
-- ARGV[1] "owner:fence" of the claim
-- ARGV[2] fence
-- ARGV[3] consumer group
-- ARGV[4] token
-- ARGV[5] dialog
-- ARGV[6] milliseconds to wait; 0: at once
-- ARGV[7] seconds an idle dialog is remembered
-- ARGV[8] milliseconds an idle dialog rests before it is archived
-- returns 1 | 0 when the lease is lost

local lock, state, mailbox, outbox, ready, delayed =
  KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]

local known = redis.call('HMGET', state, 'released', 'keep')
if known[1] == ARGV[2] then
  return 1
end
if redis.call('GET', lock) ~= ARGV[1] then
  return 0
end
redis.call('XACK', ready, ARGV[3], ARGV[4])
redis.call('XDEL', ready, ARGV[4])
redis.call('HSET', state, 'released', ARGV[2])
redis.call('DEL', lock)
if redis.call('LLEN', mailbox) + redis.call('LLEN', outbox) == 0 then
  redis.call('HDEL', state, 'scheduled')
  redis.call('EXPIRE', state, math.max(tonumber(ARGV[7]), tonumber(known[2] or 0)))
  if KEYS[7] then
    local time = redis.call('TIME')
    local rested = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[8]
    redis.call('ZADD', KEYS[7], rested, 'd|' .. ARGV[5])
  end
elseif tonumber(ARGV[6]) > 0 then
  local time = redis.call('TIME')
  local due = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[6]
  redis.call('ZADD', delayed, due, ARGV[5])
  redis.call('HSET', state, 'scheduled', 'delayed')
else
  -- At the tail: dialogs with much mail take turns with the others.
  local token = redis.call('XADD', ready, '*', 'dialog', ARGV[5])
  redis.call('HSET', state, 'scheduled', token)
end
return 1
