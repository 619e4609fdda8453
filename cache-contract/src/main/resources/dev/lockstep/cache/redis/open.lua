-- Open: a worker takes a partition, and says from where it goes on.
-- KEYS  1 watermark
-- ARGV  1 the position it found ('': no watermark), 2 position, 3 offset, 4 gtids, 5 server, 6 tables, 7 owner,
--       8 fence for all tables ('': continuity is kept, what stands stays)
-- Answers 1, or 0 with nothing changed where somebody else was there in between.
local stored = redis.call('HGET', KEYS[1], 'position') or ''
if stored ~= ARGV[1] then
  return 0
end
if ARGV[8] ~= '' then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'fence', ARGV[8])
end
redis.call('HSET', KEYS[1], 'position', ARGV[2], 'offset', ARGV[3], 'gtids', ARGV[4], 'server', ARGV[5],
  'tables', ARGV[6], 'owner', ARGV[7])
return 1
