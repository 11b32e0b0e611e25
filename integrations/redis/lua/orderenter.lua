-- Take the turn of an account for the order of a tag.
-- Repeated with the same nonce: the same fence again, the lease counted anew.
--
-- KEYS[1] turn     string  "fence|nonce|tag" of the order whose turn it is, expires with the lease
-- KEYS[2] fence    string  the last fence given
-- ARGV[1] tag
-- ARGV[2] nonce
-- ARGV[3] lease in milliseconds
-- returns the fence | 0 while the order of another tag has the turn

local held = redis.call('GET', KEYS[1])
if held then
  local fence, nonce, tag = string.match(held, '^(%d+)|([^|]*)|(.*)$')
  if tag ~= ARGV[1] then
    return 0
  end
  if nonce == ARGV[2] then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
    return tonumber(fence)
  end
end
local fence = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], fence .. '|' .. ARGV[2] .. '|' .. ARGV[1], 'PX', ARGV[3])
return fence
