-- Fill: what a reader found in the database, if nothing has come in between.
-- KEYS  1 entry
-- ARGV  1 token, 2 time to live in ms (0: none), 3 header, 4 document
-- Answers 1, or 0 with nothing changed where the lease is gone.
if redis.pcall('GET', KEYS[1]) ~= 'L' .. ARGV[1] then
  return 0
end
if ARGV[2] == '0' then
  redis.call('SET', KEYS[1], ARGV[3] .. ARGV[4])
else
  redis.call('SET', KEYS[1], ARGV[3] .. ARGV[4], 'PX', ARGV[2])
end
return 1
