-- Read: the entry of a row, if it counts, behind the age of what it says.
-- KEYS  1 watermark, 2 entry
-- ARGV  1 table
-- Answers 13 digits of age in ms (all nines: not known), then the entry or nothing.
local w = redis.call('HMGET', KEYS[1], 'position', 'asOf', 'fence', 'fence:' .. ARGV[1], 'kept')
local age = '9999999999999'
if w[2] then
  local now = redis.call('TIME')
  age = string.format('%013.0f', math.max(0, now[1] * 1000 + math.ceil(now[2] / 1000) - w[2]))
end
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
  local epoch = string.sub(position, 1, 10)
  if epoch ~= string.sub(w[1], 1, 10) then
    local bound, kept, certain = epoch .. string.sub(entry, 44, 65) .. '0000000000', w[5] or '', false
    for at = 1, #kept, 42 do
      local last = string.sub(kept, at, at + 41)
      certain = certain or (string.sub(last, 1, 10) == epoch and position <= last and bound <= last)
    end
    if not certain then
      return age
    end
  end
end
return age .. entry
