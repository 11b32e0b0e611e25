-- Move an offset forward, never back.
-- Repeated: changes nothing.
--
-- KEYS[1] offset  string
-- ARGV[1] the new offset
-- returns 1 | 0 when it was there already

local known = redis.call('GET', KEYS[1])
if known and tonumber(known) >= tonumber(ARGV[1]) then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1])
return 1
