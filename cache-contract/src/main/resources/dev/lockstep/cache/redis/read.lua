-- Read: the entry of a row, if it counts, behind the age of what it says.
-- KEYS  1 watermark, 2 entry
-- ARGV  1 table
-- Answers 13 digits of age in ms (all nines: not known), then the entry or nothing.
local w = redis.call('HMGET', KEYS[1], 'position', 'asOf', 'fence', 'fence:' .. ARGV[1])
local age = '9999999999999'
if w[2] then
  local now = redis.call('TIME')
  age = string.format('%013.0f', math.max(0, now[1] * 1000 + math.floor(now[2] / 1000) - w[2]))
end
local entry = redis.call('GET', KEYS[2])
if not entry or not w[1] then
  return age
end
local kind = string.sub(entry, 1, 1)
if kind == 'P' or kind == 'A' then
  local position = string.sub(entry, 2, 43)
  if (w[3] and position < w[3]) or (w[4] and position < w[4]) then
    return age
  end
end
return age .. entry
