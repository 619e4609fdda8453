-- Lease: the right to fill an entry that is a miss.
-- KEYS  1 watermark, 2 entry
-- ARGV  1 table, 2 token, 3 life in ms, 4 the fingerprint of the shape in which the caller would read the table
-- Answers {'G', age, position, gtids, server}, {'F', age and entry}, {'T'} where taken, {'U'} where it may not be cached,
-- {'O'} where the worker sees the table in another shape or not at all.
local w = redis.call('HMGET', KEYS[1], 'position', 'asOf', 'fence', 'fence:' .. ARGV[1], 'gtids', 'server', 'table:' .. ARGV[1])
if not w[1] then
  return {'U'}
end
local age = '9999999999999'
if w[2] then
  local now = redis.call('TIME')
  age = string.format('%013.0f', math.max(0, now[1] * 1000 + math.floor(now[2] / 1000) - w[2]))
end
local entry = redis.call('GET', KEYS[2])
if entry then
  local kind = string.sub(entry, 1, 1)
  local position = string.sub(entry, 2, 43)
  if kind == 'L' then
    return {'T'}
  elseif kind == 'S' then
    if w[1] < position then
      return {'U'}
    end
  elseif not ((w[3] and position < w[3]) or (w[4] and position < w[4])) then
    return {'F', age .. entry}
  end
end
if w[7] ~= ARGV[4] then
  return {'O'}
end
redis.call('SET', KEYS[2], 'L' .. ARGV[2], 'PX', ARGV[3])
return {'G', age, w[1], w[5], w[6]}
