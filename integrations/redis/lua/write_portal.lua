-- Put one text of a portal in the place of another, unless somebody else did meanwhile.
-- Repeated after a lost answer: finds what it wrote and says so.
--
-- KEYS[1] portals  hash    sealed text by member_id
-- ARGV[1] member_id
-- ARGV[2] the text to replace, empty for none
-- ARGV[3] the text to write, empty to remove
-- returns 1 | 0 when there is another text

local current = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if current == ARGV[3] then
  return 1
end
if current ~= ARGV[2] then
  return 0
end
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
return 1
