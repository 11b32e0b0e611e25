-- Say for how long orders are held, as ordersend.lua does: a hold begins where another master than
-- before is first seen, whoever sees it.
-- Repeated: the same hold, counted from the first look.
--
-- KEYS[1] epoch    hash    replid: history of the master; until: millisecond the hold ends
-- ARGV[1] milliseconds that orders are held under another master
-- returns the milliseconds left

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local history = string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
local epoch = redis.call('HMGET', KEYS[1], 'replid', 'until')
if epoch[1] == history then
  return math.max(0, tonumber(epoch[2]) - now)
end
local hold = epoch[1] and tonumber(ARGV[1]) or 0
redis.call('HSET', KEYS[1], 'replid', history, 'until', now + hold)
return hold
