-- What scripts share: it stands before each of them.

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

-- The age in ms, rounded up, in 13 digits; all nines where it is not known.
local function ageSince(asOf)
  if not asOf then
    return '9999999999999'
  end
  local now = redis.call('TIME')
  return string.format('%013.0f', math.max(0, now[1] * 1000 + math.ceil(now[2] / 1000) - asOf))
end

