-- Give the turn of an account back. Repeated: nothing is left to give back.
--
-- KEYS[1] turn     string  "fence|nonce|tag" of the order whose turn it is
-- ARGV[1] fence
-- returns 1 | 0 when it was not held

local held = redis.call('GET', KEYS[1])
if not held or string.match(held, '^%d+') ~= ARGV[1] then
  return 0
end
redis.call('DEL', KEYS[1])
return 1
