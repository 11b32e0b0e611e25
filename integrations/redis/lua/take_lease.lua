-- Take a right that nobody has.
-- Repeated after a lost answer: it is the owner's already, for as long as the first call said.
--
-- KEYS[1] lease    string  the owner, expires
-- ARGV[1] owner
-- ARGV[2] milliseconds
-- returns 1 | 0 when it is another's

if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then
  return 1
end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
