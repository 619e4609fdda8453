-- What scripts share: it stands before each of them.

-- In place of a position.
local NOWHERE = string.rep('0', 42)

-- The position up to which an entry may have changes in it: its own, or the end of the binlog that its filler saw.
local function boundOf(entry)
  local held = string.sub(entry, 2, 43)
  local seen = string.sub(entry, 2, 11) .. string.sub(entry, 44, 65) .. '0000000000'
  if string.sub(entry, 1, 1) == 'S' or seen < held then
    return held
  end
  return seen
end

-- Whether what is known of an older epoch reaches so far.
local function isCertain(kept, bound)
  for at = 1, #kept, 42 do
    if string.sub(kept, at, at + 9) == string.sub(bound, 1, 10) then
      return bound <= string.sub(kept, at, at + 41)
    end
  end
  return false
end

-- What a watermark says of a table's entries; nil for what is not there.
local function markOf(watermark, name, ...)
  return redis.call('HMGET', watermark, 'position', 'asOf', 'fence', 'fence:' .. name, 'kept', 'table:' .. name, ...)
end

-- Whether readers may be given a row's entry, by its watermark: of a table that is followed, above the fences, and of this
-- epoch or certain.
local function counts(mark, entry)
  local kind, position = string.sub(entry, 1, 1), string.sub(entry, 2, 43)
  if (kind ~= 'P' and kind ~= 'A') or not mark[1] or not mark[6] then
    return false
  end
  if (mark[3] and position < mark[3]) or (mark[4] and position < mark[4]) then
    return false
  end
  return string.sub(position, 1, 10) == string.sub(mark[1], 1, 10) or isCertain(mark[5] or '', boundOf(entry))
end

-- Whether the stream still has to pass what the entry may have in it; those of other epochs it never will.
local function isAhead(mark, entry)
  local bound = boundOf(entry)
  return string.sub(bound, 1, 10) == string.sub(mark[1], 1, 10) and mark[1] < bound
end

-- In place of an age.
local UNKNOWN = string.rep('9', 13)

-- The age in ms, rounded up, in 13 digits; unknown also where the clock was set back since.
local function ageSince(asOf)
  local now = redis.call('TIME')
  local age = asOf and now[1] * 1000 + math.ceil(now[2] / 1000) - asOf
  if not age or age < 0 then
    return UNKNOWN
  end
  return string.format('%013.0f', age)
end

-- The entry of a row as one text: a string, or two fields of a hash that has the columns beside them. Nil where there is
-- nothing, or something that is not ours.
local function entryAt(key)
  local entry = redis.pcall('GET', key)
  if type(entry) == 'string' then
    return entry
  end
  local fields = entry and redis.pcall('HMGET', key, '@entry', '@document')
  return fields and fields[1] and fields[1] .. (fields[2] or '') or nil
end

-- Puts an entry in the place of whatever is there: as a string, or as a hash where columns is not '' but a JSON array of their
-- names and values in turn. ttl in ms, '0' for none.
local function put(key, entry, document, columns, ttl)
  if columns == '' then
    if ttl == '0' then
      redis.call('SET', key, entry .. document)
    else
      redis.call('SET', key, entry .. document, 'PX', ttl)
    end
    return
  end
  redis.call('DEL', key)
  redis.call('HSET', key, '@entry', entry)
  if document ~= '' then
    redis.call('HSET', key, '@document', document)
  end
  local fields = cjson.decode(columns)
  for from = 1, #fields, 1000 do
    redis.call('HSET', key, unpack(fields, from, math.min(from + 999, #fields)))
  end
  if ttl ~= '0' then
    redis.call('PEXPIRE', key, ttl)
  end
end

