-- Fill: what a reader found in the database, if nothing has come in between.
-- KEYS  1 entry
-- ARGV  1 token, 2 time to live in ms (0: none), 3 header, 4 document, 5 its columns (as in put)
-- Answers 1, or 0 with nothing changed where the lease is gone.
if entryAt(KEYS[1]) ~= 'L' .. ARGV[1] then
  return 0
end
put(KEYS[1], ARGV[3], ARGV[4], ARGV[5], ARGV[2])
return 1
