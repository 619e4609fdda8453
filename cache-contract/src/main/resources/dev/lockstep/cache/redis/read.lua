-- Read: the entries of rows of one table, those that count, behind the age of what they say and how far the partition is.
-- KEYS  1 watermark, then the entries
-- ARGV  1 table, 2 the fingerprint of the shape in which the caller knows the table ('': whichever)
-- Answers 13 digits of age in ms (all nines: not known) and 42 of the position (zeros: none), then each entry or ''.
local mark = markOf(KEYS[1], ARGV[1])
local follows = mark[1] and mark[6] and (ARGV[2] == '' or ARGV[2] == mark[6])
local answer = {ageSince(mark[2]) .. (mark[1] or NOWHERE)}
for i = 2, #KEYS do
  local entry = follows and entryAt(KEYS[i]) or ''
  local kind = string.sub(entry, 1, 1)
  answer[i] = (kind == 'S' or kind == 'L' or counts(mark, entry)) and entry or ''
end
return answer
