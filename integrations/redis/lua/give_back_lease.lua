-- Make a right free again, unless it has passed to another.
-- Repeated: does nothing more.
--
-- KEYS[1] lease    string  the owner, expires
-- ARGV[1] owner

if redis.call('GET', KEYS[1]) == ARGV[1] then
  redis.call('DEL', KEYS[1])
end
