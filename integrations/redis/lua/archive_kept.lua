-- Forget that something is to be archived, unless it has ended anew since it was read.
-- Repeated: nothing is left to forget.
--
-- KEYS[1] archive  zset    "e|effect key" and the like by the millisecond they are due
-- ARGV    pairs of a member and when it was due
-- returns how many were forgotten

local forgotten = 0
for index = 1, #ARGV, 2 do
  if tonumber(redis.call('ZSCORE', KEYS[1], ARGV[index]) or -1) == tonumber(ARGV[index + 1]) then
    forgotten = forgotten + redis.call('ZREM', KEYS[1], ARGV[index])
  end
end
return forgotten
