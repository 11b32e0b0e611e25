-- Keep the answer to a search; beyond the bound the oldest answers of the shop give way.
-- Repeated after a lost answer: the same text is kept once more, for as long.
--
-- KEYS[1] answer  string  the text, expires
-- KEYS[2] index   zset    what was asked by the millisecond at which its answer is too old
-- ARGV[1] text
-- ARGV[2] milliseconds it is kept
-- ARGV[3] answers kept of one shop
-- ARGV[4] what was asked
-- ARGV[5] what every answer key of the shop starts with
-- returns the number of answers that gave way

local answer, index = KEYS[1], KEYS[2]
local text, life, bound, asked, prefix = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], ARGV[5]

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('SET', answer, text, 'PX', life)
redis.call('ZADD', index, now + life, asked)
redis.call('ZREMRANGEBYSCORE', index, '-inf', now)
local oldest = redis.call('ZRANGE', index, 0, -1 - bound)
for _, gone in ipairs(oldest) do
  redis.call('DEL', prefix .. gone)
  redis.call('ZREM', index, gone)
end
redis.call('PEXPIRE', index, life)
return #oldest
