-- Drop consumers that have been silent for long and hold no token; every worker has a new name.
-- In one step: a token taken between the look and the deed would be dropped with its consumer.
--
-- KEYS[1] ready    stream  tokens
-- ARGV[1] consumer group
-- ARGV[2] milliseconds of silence
-- returns how many were dropped

local consumers = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])
if consumers.err then
  -- Without stream or group no worker has read here yet.
  local unread = string.find(consumers.err, 'no such key') or string.find(consumers.err, 'NOGROUP')
  return unread and 0 or consumers
end
local dropped = 0
for _, fields in ipairs(consumers) do
  local known = {}
  for place = 1, #fields, 2 do
    known[fields[place]] = fields[place + 1]
  end
  if known.pending == 0 and known.idle > tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], known.name)
    dropped = dropped + 1
  end
end
return dropped
