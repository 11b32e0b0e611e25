-- Read an effect and the time, by the clock that its moments were written with.
-- Repeated: reads again.
--
-- KEYS[1] effect   hash    see fxstart, fxmark and fxfin
-- returns {millisecond now, {field, value, ...}}

local time = redis.call('TIME')
return {time[1] * 1000 + math.floor(time[2] / 1000), redis.call('HGETALL', KEYS[1])}
