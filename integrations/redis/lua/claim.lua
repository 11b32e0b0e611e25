-- Lock a dialog under a new fence and read all that is needed to work on it.
-- Repeated with the same owner and nonce: the same fence again, the lease counted anew.
--
-- KEYS[1] lock     string  "owner:fence", expires with the lease
-- KEYS[2] state    hash    fence, claim_nonce, scheduled, version, session, failed, failures;
--                          claimed: sequence of the message at the head, "" for none
-- KEYS[3] mailbox  list    "sequence:order|document" of waiting messages; no ":order" for 0
-- KEYS[4] outbox   list    keys of open effects
-- KEYS[5] effects  prefix  what effect keys start with; see below
-- ARGV[1] owner
-- ARGV[2] nonce
-- ARGV[3] lease in milliseconds
-- ARGV[4] token that was handed out
-- ARGV[5] messages to read at most
-- returns {"busy", milliseconds} | {"claimed", fence, version, session or nil, failures,
--   {"sequence:order|document", ...}, {{effect key, state, attempt, document,
--   milliseconds since its last start or -1, milliseconds since its first start or -1}, ...}}

local lock, state, mailbox, outbox, effects = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]

local function milliseconds_now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function open_effects()
  local now = milliseconds_now()
  local found = {}
  for _, key in ipairs(redis.call('LRANGE', outbox, 0, -1)) do
    -- Which effects are open is only known here, in the outbox. Their keys carry the partition's
    -- hash tag as every declared key does, so they are in the same slot by construction.
    local entry = redis.call('HMGET', effects .. key, 'state', 'attempt', 'document', 'started',
      'first_started')
    local age = entry[4] and (now - tonumber(entry[4])) or -1
    local first_age = entry[5] and (now - tonumber(entry[5])) or age
    table.insert(found, {key, entry[1], entry[2], entry[3], age, first_age})
  end
  return found
end

local mail = redis.call('LRANGE', mailbox, 0, ARGV[5] - 1)
local head = mail[1] and string.match(mail[1], '^%d+') or ''
local fence = redis.call('HGET', state, 'fence')
local held = redis.call('GET', lock)
if held then
  local repeated = held == ARGV[1] .. ':' .. tostring(fence)
    and redis.call('HGET', state, 'claim_nonce') == ARGV[2]
  if not repeated then
    return {'busy', redis.call('PTTL', lock)}
  end
  redis.call('PEXPIRE', lock, ARGV[3])
else
  if redis.call('HGET', state, 'scheduled') ~= ARGV[4] then
    -- The token was used up by another worker while this one was slow.
    return {'busy', 0}
  end
  fence = redis.call('HINCRBY', state, 'fence', 1)
  redis.call('HSET', state, 'claim_nonce', ARGV[2], 'claimed', head)
  redis.call('SET', lock, ARGV[1] .. ':' .. fence, 'PX', ARGV[3])
end

local known = redis.call('HMGET', state, 'version', 'session', 'failed', 'failures')
local failures = 0
if known[3] == head then
  failures = tonumber(known[4])
end
return {'claimed', tonumber(fence), tonumber(known[1] or 0), known[2], failures, mail,
  open_effects()}
