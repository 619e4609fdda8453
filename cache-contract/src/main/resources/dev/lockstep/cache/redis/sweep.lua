-- Sweep: removes entries that do not count and never will.
-- KEYS  1 watermark, then any other keys of its partition
-- ARGV  the table of each of them ('': none that is followed)
-- Answers how many were removed.
local pattern = '^[PAS]' .. string.rep('%d', 42)
local removed = 0
for i = 2, #KEYS do
  local entry = entryAt(KEYS[i])
  if entry and string.find(entry, pattern) then
    local mark = markOf(KEYS[1], ARGV[i - 1])
    -- One of a later epoch is more than this watermark knows of.
    if mark[1] and not counts(mark, entry) and not isAhead(mark, entry)
        and string.sub(entry, 2, 11) <= string.sub(mark[1], 1, 10) then
      removed = removed + redis.call('DEL', KEYS[i])
    end
  end
end
return removed
