-- Take the turn of an account for the order of a tag; who asked first comes first.
-- Repeated with the same nonce: the same fence again, the lease counted anew.
--
-- KEYS[1] turn     string  "fence|nonce|tag" of the order whose turn it is, expires with the lease
-- KEYS[2] fence    string  the last fence given
-- KEYS[3] queue    zset    tags that wait, by their place
-- KEYS[4] asked    zset    the same tags, by the millisecond they last asked
-- ARGV[1] tag
-- ARGV[2] nonce
-- ARGV[3] lease in milliseconds
-- ARGV[4] milliseconds after which one that does not ask any more loses its place
-- returns the fence | 0 while the order of another tag has the turn, or one before it waits for it

local queue, asked = KEYS[3], KEYS[4]

-- Whether a tag is the first of those that wait; it waits from now on.
local function is_next(tag)
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local gone = redis.call('ZRANGEBYSCORE', asked, '-inf', now - ARGV[4])
  for _, silent in ipairs(gone) do
    redis.call('ZREM', queue, silent)
    redis.call('ZREM', asked, silent)
  end
  local last = redis.call('ZREVRANGE', queue, 0, 0, 'WITHSCORES')
  redis.call('ZADD', queue, 'NX', (tonumber(last[2]) or 0) + 1, tag)
  redis.call('ZADD', asked, now, tag)
  redis.call('PEXPIRE', queue, ARGV[4])
  redis.call('PEXPIRE', asked, ARGV[4])
  return redis.call('ZRANGE', queue, 0, 0)[1] == tag
end

local held = redis.call('GET', KEYS[1])
if held then
  local fence, nonce, tag = string.match(held, '^(%d+)|([^|]*)|(.*)$')
  if tag ~= ARGV[1] then
    is_next(ARGV[1])
    return 0
  end
  if nonce == ARGV[2] then
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
    return tonumber(fence)
  end
elseif not is_next(ARGV[1]) then
  return 0
end
redis.call('ZREM', queue, ARGV[1])
redis.call('ZREM', asked, ARGV[1])
local fence = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], fence .. '|' .. ARGV[2] .. '|' .. ARGV[1], 'PX', ARGV[3])
return fence
