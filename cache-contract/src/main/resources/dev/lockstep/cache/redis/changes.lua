-- Changes: what the stream of a partition has between two places.
-- KEYS  1 stream
-- ARGV  1 after which place, 2 up to which, 3 how many at most, 4 about how many bytes at most
-- Answers {1 where that is all of it, else 0, id and header of the oldest entry ('': there is no stream),
-- then id, table, key, header and document of each}.
local PIECE = 16
local oldest = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', '1')[1]
if not oldest then
  return {1, '', ''}
end
local answer = {1, oldest[1], oldest[2][6]}
local after, left, bytes = ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[4])
while true do
  local piece = redis.call('XRANGE', KEYS[1], '(' .. after, ARGV[2], 'COUNT', math.min(PIECE, left))
  for _, entry in ipairs(piece) do
    local fields = entry[2]
    after, left, bytes = entry[1], left - 1, bytes - #fields[8]
    for _, each in ipairs({entry[1], fields[2], fields[4], fields[6], fields[8]}) do
      answer[#answer + 1] = each
    end
    if bytes <= 0 or left == 0 then
      answer[1] = 0
      return answer
    end
  end
  if #piece < PIECE then
    return answer
  end
end
