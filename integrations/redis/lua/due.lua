-- Make postponed dialogs of one partition ready when their time by this server's clock has come.
-- Repeated: promotes what has become due since.
--
-- KEYS[1] delayed  zset    dialog by the millisecond it becomes ready again
-- KEYS[2] ready    stream  tokens
-- KEYS[3] states   prefix  what state keys start with; see below
-- ARGV[1] dialogs to promote at most
-- returns how many were promoted

local delayed, ready, states = KEYS[1], KEYS[2], KEYS[3]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local due = redis.call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, ARGV[1])
for _, dialog in ipairs(due) do
  local token = redis.call('XADD', ready, '*', 'dialog', dialog)
  -- Which dialogs are due is only known here. Their state keys carry the partition's hash tag as
  -- every declared key does, so they are in the same slot by construction.
  redis.call('HSET', states .. dialog, 'scheduled', token)
  redis.call('ZREM', delayed, dialog)
end
return #due
