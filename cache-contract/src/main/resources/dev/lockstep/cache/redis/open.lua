-- Open: a worker takes a partition, and says from where it goes on.
-- KEYS  1 watermark
-- ARGV  1 the position it found ('': no watermark), 2 position, 3 offset, 4 gtids, 5 server, 6 owner,
--       7 fence for all tables ('': continuity is kept, what stands stays), 8 up to where entries of older epochs are certain,
--       9 until where those that are not have to settle, then each table, the fingerprint of its shape and its own fence
--       ('': as it is), which only rises
-- Answers 1, or 0 with nothing changed where somebody else was there in between.
local stored = redis.call('HGET', KEYS[1], 'position') or ''
if stored ~= ARGV[1] then
  return 0
end
if ARGV[7] ~= '' then
  redis.call('DEL', KEYS[1])
  redis.call('HSET', KEYS[1], 'fence', ARGV[7])
end
for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(field, 1, 6) == 'table:' then
    redis.call('HDEL', KEYS[1], field)
  end
end
redis.call('HSET', KEYS[1], 'position', ARGV[2], 'offset', ARGV[3], 'gtids', ARGV[4], 'server', ARGV[5],
  'owner', ARGV[6], 'kept', ARGV[8], 'doubtUntil', ARGV[9])
for i = 10, #ARGV, 3 do
  redis.call('HSET', KEYS[1], 'table:' .. ARGV[i], ARGV[i + 1])
  if ARGV[i + 2] > (redis.call('HGET', KEYS[1], 'fence:' .. ARGV[i]) or '') then
    redis.call('HSET', KEYS[1], 'fence:' .. ARGV[i], ARGV[i + 2])
  end
end
return 1
