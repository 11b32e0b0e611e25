-- Put a message into the mailbox of its dialog, each event once, and schedule the dialog.
-- It goes before the first waiting message that was written later: webhooks overtake each other.
-- Repeated after a lost answer: says duplicate, and the message is there once.
-- A message without an event key is known by its document alone, and only while it waits: repeated
-- after it was taken up, it is there again.
--
-- KEYS[1] seen     string  exists since the event was accepted; not used without an event key
-- KEYS[2] mailbox  list    "sequence:order|document" of waiting messages; no ":order" for 0
-- KEYS[3] state    hash    sequence: the last one given; scheduled: the token of the dialog;
--                          failed: sequence of the message that failed;
--                          claimed: sequence of the head when the dialog was last claimed
-- KEYS[4] ready    stream  tokens
-- KEYS[5] lock     string  exists while the dialog is in hand
-- ARGV[1] dialog
-- ARGV[2] message document
-- ARGV[3] seconds the event stays known
-- ARGV[4] messages a mailbox may hold
-- ARGV[5] order: the higher, the later it was written; 0 when that is not known
-- ARGV[6] "keyless" for a message without an event key
-- returns "accepted" | "duplicate" | "full"

local seen, mailbox, state, ready, lock = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local order = tonumber(ARGV[5])
local keyless = ARGV[6] == 'keyless'

-- Looked at first: after any write, even in vain, a server without memory takes all that follows.
if not keyless and redis.call('EXISTS', seen) == 1 then
  -- A write: WAIT after this script then also waits for the message of the first call.
  redis.call('EXPIRE', seen, ARGV[3])
  return 'duplicate'
end

local function is_taken_up(line)
  local sequence = string.match(line, '^%d+')
  local known = redis.call('HMGET', state, 'failed', 'claimed')
  return sequence == known[1] or sequence == known[2] and redis.call('EXISTS', lock) == 1
end

-- The head of a dialog in hand may have been looked into before this message was sent.
local function waits_already()
  for place, line in ipairs(redis.call('LRANGE', mailbox, 0, -1)) do
    local in_hand = place == 1 and redis.call('EXISTS', lock) == 1
    if string.match(line, '|(.*)$') == ARGV[2] and not in_hand and not is_taken_up(line) then
      return true
    end
  end
  return false
end

if keyless and waits_already() then
  -- Writes that change nothing, for WAIT as above, and that a server without memory takes. What
  -- has mail never expires.
  redis.call('EXPIRE', state, ARGV[3])
  redis.call('PERSIST', state)
  return 'duplicate'
end
local waiting = redis.call('LLEN', mailbox)
if waiting >= tonumber(ARGV[4]) then
  return 'full'
end

-- The count of messages at the tail from the first one that was written later.
local function overtaken()
  local count = 0
  for back = 1, order > 0 and waiting or 0 do
    local line = redis.call('LINDEX', mailbox, -back)
    local theirs = tonumber(string.match(line, '^%d+:(%d+)|') or 0)
    if theirs > order then
      if not is_taken_up(line) then
        count = back
      end
    elseif theirs > 0 then
      break
    end
  end
  return count
end

local function append(line)
  redis.call('RPUSH', mailbox, redis.call('HINCRBY', state, 'sequence', 1) .. line)
end

if not keyless then
  redis.call('SET', seen, '1', 'EX', ARGV[3])
end
local count = overtaken()
local moved = count > 0 and redis.call('LRANGE', mailbox, -count, -1) or {}
if count > 0 then
  redis.call('LTRIM', mailbox, 0, -count - 1)
end
append((order > 0 and ':' .. ARGV[5] or '') .. '|' .. ARGV[2])
for _, line in ipairs(moved) do
  -- Under a new number: whoever has read it under the old one cannot consume what is there now.
  append(string.match(line, '^%d+(.*)$'))
end
if redis.call('HEXISTS', state, 'scheduled') == 0 then
  local token = redis.call('XADD', ready, '*', 'dialog', ARGV[1])
  redis.call('HSET', state, 'scheduled', token)
  redis.call('PERSIST', state)
end
return 'accepted'
