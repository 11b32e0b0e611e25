-- Read all mail of a dialog that is claimed. Repeated: reads again.
--
-- KEYS[1] lock     string  "owner:fence"
-- KEYS[2] mailbox  list    "sequence:order|document" of waiting messages
-- ARGV[1] "owner:fence" of the claim
-- returns {line, ...} | nil when the lease is lost

if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return false
end
return redis.call('LRANGE', KEYS[2], 0, -1)
