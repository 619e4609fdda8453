-- Apply: the changes of one partition, in commit order, together with its watermark or not at all.
-- KEYS  1 watermark, then one for each change
-- ARGV  1 expected position, 2 new position, 3 offset, 4 gtids, 5 owner, 6 time to live in ms (0: none),
--       7 number of fences, then table, position and 1 where the table may look different now for each, then header and document for each change
-- Answers {1, written, skipped, settled}, or {0, stored position} with nothing changed.
local stored = redis.call('HGET', KEYS[1], 'position')
if stored ~= ARGV[1] then
  return {0, stored or ''}
end

local ttl = ARGV[6]
local function put(key, value)
  if ttl == '0' then
    redis.call('SET', key, value)
  else
    redis.call('SET', key, value, 'PX', ttl)
  end
end

local at = 8
local fields = {'position', ARGV[2], 'offset', ARGV[3], 'gtids', ARGV[4], 'owner', ARGV[5]}
for _ = 1, tonumber(ARGV[7]) do
  fields[#fields + 1] = 'fence:' .. ARGV[at]
  fields[#fields + 1] = ARGV[at + 1]
  if ARGV[at + 2] == '1' then
    redis.call('HDEL', KEYS[1], 'table:' .. ARGV[at])
  end
  at = at + 3
end

local written, skipped, settled = 0, 0, 0
for i = 2, #KEYS do
  local key, header = KEYS[i], ARGV[at]
  local position = string.sub(header, 2, 43)
  local found = redis.call('GETRANGE', key, 0, 64)
  local kind = string.sub(found, 1, 1)
  local seen = string.sub(found, 44, 65)
  if (kind == 'P' or kind == 'A' or kind == 'S') and position <= string.sub(found, 2, 43) then
    skipped = skipped + 1
  elseif (kind == 'P' or kind == 'A') and position <= string.sub(found, 2, 11) .. seen .. '0000000000' then
    -- The filled row may or may not have this change in it; only the database knows, until the stream is past it.
    put(key, 'S' .. string.sub(found, 2, 11) .. seen .. '0000000000')
    settled = settled + 1
  elseif string.sub(header, 1, 1) == 'X' then
    redis.call('DEL', key)
    written = written + 1
  else
    put(key, header .. ARGV[at + 1])
    written = written + 1
  end
  at = at + 2
end

redis.call('HSET', KEYS[1], unpack(fields))
return {1, written, skipped, settled}
