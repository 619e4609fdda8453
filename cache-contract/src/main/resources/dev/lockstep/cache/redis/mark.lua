-- Mark: what the watermark says of a table's entries, for those who read the entries themselves.
-- KEYS  1 watermark
-- ARGV  1 table
-- Answers 13 digits of age in ms (all nines: not known), then position, fence, the table's fence, kept and the fingerprint of
-- the table's shape, '' for what is not there.
local mark = markOf(KEYS[1], ARGV[1])
return {ageSince(mark[2]), mark[1] or '', mark[3] or '', mark[4] or '', mark[5] or '', mark[6] or ''}
