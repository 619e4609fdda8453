-- Lease: the right to fill an entry that is a miss.
-- KEYS  1 watermark, 2 entry
-- ARGV  1 table, 2 token, 3 life in ms, 4 the fingerprint of the shape in which the caller would read the table,
--       5 '[]' where its rows are hashes, else ''
-- Answers {'G', age, position, gtids, server}, {'F', age and position, entry}, {'T'} where taken, {'U'} where it may not be cached,
-- {'O'} where the worker sees the table in another shape or not at all.
local mark = markOf(KEYS[1], ARGV[1], 'gtids', 'server')
if not mark[1] or (mark[3] and mark[1] < mark[3]) then
  return {'U'}
end
if mark[6] ~= ARGV[4] then
  return {'O'}
end
local age = ageSince(mark[2])
local entry = entryAt(KEYS[2])
if entry and string.sub(entry, 1, 1) == 'L' then
  return {'T'}
elseif entry and counts(mark, entry) then
  return {'F', age .. mark[1], entry}
elseif entry and isAhead(mark, entry) then
  -- Changes up to there are still to come, and the lease would forget that the row may have them in it.
  return {'U'}
end
put(KEYS[2], 'L' .. ARGV[2], '', ARGV[5], ARGV[3])
return {'G', age, mark[1], mark[7], mark[8]}
