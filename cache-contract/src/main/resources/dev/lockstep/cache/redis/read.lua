-- Read: the entry of a row, if it counts, behind the age of what it says.
-- KEYS  1 watermark, 2 entry
-- ARGV  1 table
-- Answers 13 digits of age in ms (all nines: not known), then the entry or nothing.
local w = redis.call('HMGET', KEYS[1], 'position', 'asOf', 'fence', 'fence:' .. ARGV[1], 'kept')
local age = ageSince(w[2])
local entry = redis.pcall('GET', KEYS[2])
if type(entry) ~= 'string' or not w[1] then
  return age
end
local kind = string.sub(entry, 1, 1)
if kind == 'P' or kind == 'A' then
  local position = string.sub(entry, 2, 43)
  if (w[3] and position < w[3]) or (w[4] and position < w[4]) then
    return age
  end
  if string.sub(position, 1, 10) ~= string.sub(w[1], 1, 10) and not isCertain(w[5] or '', boundOf(entry)) then
    return age
  end
end
return age .. entry
