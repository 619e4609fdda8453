-- Release: nothing came of a lease; the next one may be given at once.
-- KEYS  1 entry
-- ARGV  1 token
-- Answers 1, or 0 with nothing changed where the lease is gone.
if entryAt(KEYS[1]) ~= 'L' .. ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
