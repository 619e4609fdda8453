-- Apply: the changes of one partition, in commit order, together with its watermark or not at all.
-- KEYS  1 watermark, 2 stream of changes, then one for each change
-- ARGV  1 expected position, 2 new position, 3 offset, 4 gtids, 5 owner, 6 about how many entries the stream keeps ('0': there is
--       none), 7 the place in it after the expected position, 8 number of fences,
--       then table, position (it only rises) and 1 where the table may look different now for each,
--       then entry and form for each change; a form is the time to live in ms (0: none), with the columns behind it, as in put,
--       then, for each entry of the stream, in its order: the number of the change, its place, table and key of the row;
--       or '0', its place, header and document
-- Answers {1, written, skipped, settled}, or {0, stored position, stored owner} with nothing changed.
local w = redis.call('HMGET', KEYS[1], 'position', 'owner', 'kept', 'doubtUntil')
if w[1] ~= ARGV[1] or w[2] ~= ARGV[5] then
  return {0, w[1] or '', w[2] or ''}
end
local epoch, kept, doubtUntil = string.sub(ARGV[2], 1, 10), w[3] or '', w[4] or ''
-- An entry's header and its document.
local function split(entry)
  return string.sub(entry, 1, 78), string.sub(entry, 79)
end
local at = 9
local changes = at + 3 * tonumber(ARGV[8])
-- Where entries of a table begin to count.
local floors = {}
local function floorOf(name)
  if not floors[name] then
    local fences = redis.call('HMGET', KEYS[1], 'fence', 'fence:' .. name)
    local all, own = fences[1] or '', fences[2] or ''
    floors[name] = all > own and all or own
  end
  return floors[name]
end
-- First of all: what the stream does not take, for want of memory, is not applied.
for i = changes + 2 * (#KEYS - 2), #ARGV, 4 do
  local change, of, key, header, document = tonumber(ARGV[i]), '', '', ARGV[i + 2], ARGV[i + 3]
  if change > 0 then
    of, key, header, document = ARGV[i + 2], ARGV[i + 3], split(ARGV[changes + 2 * (change - 1)])
    if string.sub(header, 2, 43) < floorOf(of) then
      -- Whether the row was read in the right shape is not known.
      header, document = 'X' .. string.sub(header, 2), ''
    end
  end
  local told = tell(KEYS[2], ARGV[6], ARGV[i + 1], of, key, header, document)
  if told == 'none' then
    begin(KEYS[2], ARGV[7], ARGV[1])
    told = tell(KEYS[2], ARGV[6], ARGV[i + 1], of, key, header, document)
  end
  if type(told) == 'table' then
    return told
  end
end
local fields = {'position', ARGV[2], 'offset', ARGV[3], 'gtids', ARGV[4]}
for _ = 1, tonumber(ARGV[8]) do
  if ARGV[at + 1] > (redis.call('HGET', KEYS[1], 'fence:' .. ARGV[at]) or '') then
    fields[#fields + 1] = 'fence:' .. ARGV[at]
    fields[#fields + 1] = ARGV[at + 1]
  end
  if ARGV[at + 2] == '1' then
    redis.call('HDEL', KEYS[1], 'table:' .. ARGV[at])
  end
  at = at + 3
end
-- As much of an entry as says where it stands; '' where there is none.
local function headAt(key)
  local head = redis.pcall('GETRANGE', key, 0, 64)
  if type(head) ~= 'string' then
    head = redis.pcall('HGET', key, '@entry')
  end
  return type(head) == 'string' and head or ''
end
-- Puts an entry there in a form; what has no columns needs no taking apart.
local function write(key, entry, form)
  local columns = string.find(form, '[', 1, true)
  if columns then
    local header, document = split(entry)
    put(key, header, document, string.sub(form, columns), string.sub(form, 1, columns - 1))
  else
    put(key, entry, '', '', form)
  end
end
local written, skipped, settled = 0, 0, 0
for i = 3, #KEYS do
  local key, entry, form = KEYS[i], ARGV[at], ARGV[at + 1]
  local position = string.sub(entry, 2, 43)
  local found = headAt(key)
  local kind, held, until_ = string.sub(found, 1, 1), string.sub(found, 2, 43), nil
  if kind == 'P' or kind == 'A' or kind == 'S' then
    local bound = boundOf(found)
    if position <= held then
      until_ = held
    elseif string.sub(held, 1, 10) ~= epoch then
      if position <= doubtUntil and not isCertain(kept, bound) then
        until_ = doubtUntil
      end
    elseif position <= bound then
      -- The filled row may or may not have this change in it; only the database knows, until the stream is past it.
      until_ = bound
    end
  elseif position <= doubtUntil then
    -- Another server goes on, and the change may come again: nobody knows any more what was here.
    until_ = doubtUntil
  end
  if until_ == held then
    skipped = skipped + 1
  elseif until_ then
    write(key, 'S' .. until_, (string.gsub(form, '%[.*', '[]')))
    settled = settled + 1
  else
    if string.sub(entry, 1, 1) == 'X' then
      redis.call('DEL', key)
    else
      write(key, entry, form)
    end
    written = written + 1
  end
  at = at + 2
end
-- Of a statement that clears every table there are more than Lua's stack takes.
for from = 1, #fields, 1000 do
  redis.call('HSET', KEYS[1], unpack(fields, from, math.min(from + 999, #fields)))
end
return {1, written, skipped, settled}
