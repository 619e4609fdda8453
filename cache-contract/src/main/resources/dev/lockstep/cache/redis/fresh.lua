-- Fresh: everything committed before asOf has been applied.
-- KEYS  1 watermark
-- ARGV  1 the position that had to be reached, 2 asOf in ms of the clock above, 3 owner
-- Answers 1, or 0 with nothing changed where the watermark is gone, somebody else's, or not there yet.
local w = redis.call('HMGET', KEYS[1], 'position', 'asOf', 'owner')
if not w[1] or w[1] < ARGV[1] or w[3] ~= ARGV[3] then
  return 0
end
-- Where the age is not known, nothing was proved, or before the clock was set back.
if ageSince(w[2]) == UNKNOWN or tonumber(w[2]) < tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], 'asOf', ARGV[2])
end
return 1
