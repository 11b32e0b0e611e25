-- Record what became of a request. Repeated: writes the same again, or nothing.
--
-- KEYS[1] order    hash    state, result
-- ARGV[1] state
-- ARGV[2] result
-- returns 1 | 0 when nothing is open

local state = redis.call('HGET', KEYS[1], 'state')
if state ~= 'sending' and state ~= 'unclear' then
  return 0
end
redis.call('HSET', KEYS[1], 'state', ARGV[1], 'result', ARGV[2])
return 1
