-- Open: a worker takes a partition, and says from where it goes on.
-- KEYS  1 watermark, 2 stream of changes
-- ARGV  1 the position it found ('': no watermark), 2 position, 3 offset, 4 gtids, 5 server, 6 owner,
--       7 fence for all tables ('': continuity is kept, what stands stays), 8 up to where entries of older epochs are certain,
--       9 until where those that are not have to settle, 10 about how many entries the stream keeps ('0': there is none),
--       11 the places in it that are left at the position, separated by blanks,
--       then each table, the fingerprint of its shape and its own fence ('': as it is), which only rises
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
-- Tells the stream at the first place that is left; begins a new one where there is none or no place. Answers an error or nil.
local function tellOpening(kind, document)
  local last
  for place in string.gmatch(ARGV[11], '%S+') do
    local told = tell(KEYS[2], ARGV[10], place, '', '', kind .. ARGV[2] .. NOTHING_MORE, document)
    if type(told) == 'table' then
      return told
    elseif told == 'told' then
      return nil
    elseif told == 'none' then
      return begin(KEYS[2], place, ARGV[2])
    end
    last = place
  end
  return begin(KEYS[2], last, ARGV[2])
end

local cleared = {}
for i = 12, #ARGV, 3 do
  redis.call('HSET', KEYS[1], 'table:' .. ARGV[i], ARGV[i + 1])
  if ARGV[i + 2] ~= '' then
    cleared[#cleared + 1] = ARGV[i]
  end
  if ARGV[i + 2] > (redis.call('HGET', KEYS[1], 'fence:' .. ARGV[i]) or '') then
    redis.call('HSET', KEYS[1], 'fence:' .. ARGV[i], ARGV[i + 2])
  end
end
if ARGV[10] == '0' then
  redis.call('DEL', KEYS[2])
  return 1
end
local size = redis.pcall('XLEN', KEYS[2])
if stored == '' or ARGV[7] ~= '' or size == 0 or type(size) == 'table' then
  return tellOpening('R', '') or 1
elseif #cleared > 0 then
  return tellOpening('C', cjson.encode(cleared)) or 1
end
return 1
