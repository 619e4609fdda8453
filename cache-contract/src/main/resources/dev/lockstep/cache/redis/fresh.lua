-- Fresh: everything committed before asOf has been applied.
-- KEYS  1 watermark
-- ARGV  1 the position that had to be reached, 2 asOf in ms of the clock above, 3 owner
-- Answers 1, or 0 with nothing changed where the watermark is gone, somebody else's, or not there yet.
local w = redis.call('HMGET', KEYS[1], 'position', 'asOf', 'owner')
if not w[1] or w[1] < ARGV[1] or w[3] ~= ARGV[3] then
  return 0
end
local now = redis.call('TIME')
-- What is ahead of the clock was proved before that was set back.
if not w[2] or tonumber(w[2]) < tonumber(ARGV[2]) or tonumber(w[2]) > now[1] * 1000 + math.ceil(now[2] / 1000) then
  redis.call('HSET', KEYS[1], 'asOf', ARGV[2])
end
return 1
