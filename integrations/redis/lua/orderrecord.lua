-- Read what is known of an order, with its age by the server's clock.
--
-- KEYS[1] order    hash    state, result, notes, sent
-- returns {} | {state, result, notes, milliseconds since it was sent}

local known = redis.call('HMGET', KEYS[1], 'state', 'result', 'notes', 'sent')
if not known[1] then
  return {}
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return {known[1], known[2], known[3], now - tonumber(known[4])}
