-- Consume the head message, replace the session and journal the planned effects, all or nothing.
-- Repeated with the same nonce: "ok" again, nothing done twice.
--
-- KEYS[1]  lock     string  "owner:fence"
-- KEYS[2]  state    hash    version, session, committed: last sequence, commit_nonce, failures
-- KEYS[3]  mailbox  list    waiting messages, each begins with its sequence
-- KEYS[4]  outbox   list    keys of open effects
-- KEYS[5]  dead     stream  messages put aside
-- KEYS[6+] effect   hash    one per planned effect
-- ARGV[1]  "owner:fence" of the claim
-- ARGV[2]  version the session was read at
-- ARGV[3]  sequence of the message
-- ARGV[4]  nonce
-- ARGV[5]  new session
-- ARGV[6]  dialog
-- ARGV[7]  why the message is put aside too; "" when it is not
-- ARGV[8]  messages put aside to keep, roughly
-- ARGV[9+] pairs of effect key and effect document, one pair per KEYS[6+]
-- returns "ok" | "lost" | "conflict" | "gone"

local lock, state, mailbox, outbox, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]

if redis.call('GET', lock) ~= ARGV[1] then
  return 'lost'
end
local known = redis.call('HMGET', state, 'version', 'committed', 'commit_nonce')
if known[2] == ARGV[3] and known[3] == ARGV[4] then
  return 'ok'
end
if (known[1] or '0') ~= ARGV[2] then
  return 'conflict'
end
local head = redis.call('LINDEX', mailbox, 0)
if not head or string.match(head, '^%d+') ~= ARGV[3] then
  return 'gone'
end

if ARGV[7] ~= '' then
  redis.call('XADD', dead, 'MAXLEN', '~', ARGV[8], '*', 'dialog', ARGV[6], 'message', head,
    'reason', ARGV[7], 'failures', redis.call('HGET', state, 'failures') or '0')
end
redis.call('LPOP', mailbox)
redis.call('HSET', state, 'version', ARGV[2] + 1, 'session', ARGV[5],
  'committed', ARGV[3], 'commit_nonce', ARGV[4])
redis.call('HDEL', state, 'failed', 'failures')
for index = 6, #KEYS do
  local key, document = ARGV[2 * index - 3], ARGV[2 * index - 2]
  -- A record that exists is never overwritten: it may tell of something already sent.
  if redis.call('HSETNX', KEYS[index], 'state', 'planned') == 1 then
    redis.call('HSET', KEYS[index], 'attempt', 0, 'document', document)
    redis.call('RPUSH', outbox, key)
  end
end
return 'ok'
