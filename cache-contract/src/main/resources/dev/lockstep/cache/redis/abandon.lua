-- Abandon: the source cannot be followed, so nothing that stands here counts any more.
-- KEYS  1 watermark
-- ARGV  1 owner
-- Answers 1, or 0 with nothing changed where it is somebody else's.
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then
  return 0
end
return redis.call('DEL', KEYS[1])
