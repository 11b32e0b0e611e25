-- Read what has ended in a partition and is not archived yet. Repeated: reads again.
--
-- KEYS[1] archive  zset    "e|effect key", "d|dialog" and "o|entry of a deed" by the millisecond
--                          they are due
-- KEYS[2] effects  prefix  what effect keys start with
-- KEYS[3] states   prefix  what state keys start with
-- KEYS[4] deeds    stream  what operators did
-- ARGV[1] rows to read at most
-- returns {{member, due, {field, value, ...}}, ...}

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local rows = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'WITHSCORES', 'LIMIT', 0, ARGV[1])
local found = {}
for index = 1, #rows, 2 do
  local kind, name = string.match(rows[index], '^(.)|(.*)$')
  -- Which keys these are is only known here; the partition's tag keeps them in this slot.
  local fields
  if kind == 'e' then
    fields = redis.call('HGETALL', KEYS[2] .. name)
  elseif kind == 'o' then
    local entries = redis.call('XRANGE', KEYS[4], name, name)
    fields = entries[1] and entries[1][2] or {}
  else
    local known = redis.call('HMGET', KEYS[3] .. name, 'version', 'session')
    fields = known[2] and {'version', known[1] or '0', 'session', known[2]} or {}
  end
  table.insert(found, {rows[index], rows[index + 1], fields})
end
return found
