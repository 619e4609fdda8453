-- Read: the entry of a row, if it counts, behind the age of what it says.
-- KEYS  1 watermark, 2 entry
-- ARGV  1 table
-- Answers 13 digits of age in ms (all nines: not known), then the entry or nothing.
local mark = markOf(KEYS[1], ARGV[1])
local age = ageSince(mark[2])
local entry = mark[1] and mark[6] and entryAt(KEYS[2])
if not entry then
  return age
end
local kind = string.sub(entry, 1, 1)
if kind == 'S' or kind == 'L' or counts(mark, entry) then
  return age .. entry
end
return age
