-- Lease: the right to fill an entry that is a miss.
-- KEYS  1 watermark, 2 entry
-- ARGV  1 table, 2 token, 3 life in ms, 4 the fingerprint of the shape in which the caller would read the table
-- Answers {'G', age, position, gtids, server}, {'F', age and entry}, {'T'} where taken, {'U'} where it may not be cached,
-- {'O'} where the worker sees the table in another shape or not at all.
local w = redis.call('HMGET', KEYS[1], 'position', 'asOf', 'fence', 'fence:' .. ARGV[1], 'kept', 'gtids', 'server',
  'table:' .. ARGV[1])
if not w[1] or (w[3] and w[1] < w[3]) then
  return {'U'}
end
local age = ageSince(w[2])
local entry = redis.pcall('GET', KEYS[2])
local kind = type(entry) == 'string' and string.sub(entry, 1, 1)
if kind == 'L' then
  return {'T'}
elseif kind then
  local position = string.sub(entry, 2, 43)
  local bound = boundOf(entry)
  local fenced = (w[3] and position < w[3]) or (w[4] and position < w[4])
  local counts = kind ~= 'S' and not fenced
  if string.sub(position, 1, 10) ~= string.sub(w[1], 1, 10) then
    counts = counts and isCertain(w[5] or '', bound)
  elseif not counts and w[1] < bound then
    -- Changes up to there are still to come, and the lease would forget that the row may have them in it.
    return {'U'}
  end
  if counts then
    return {'F', age .. entry}
  end
end
if w[8] ~= ARGV[4] then
  return {'O'}
end
redis.call('SET', KEYS[2], 'L' .. ARGV[2], 'PX', ARGV[3])
return {'G', age, w[1], w[6], w[7]}
