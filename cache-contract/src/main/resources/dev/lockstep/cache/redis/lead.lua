-- Lead: one worker is active, the others stand by.
-- KEYS  1 who is active
-- ARGV  1 owner, 2 life in ms (0: resigns)
-- Answers the name of who is active now ('': nobody).
local active = redis.pcall('GET', KEYS[1])
if type(active) == 'string' and active ~= ARGV[1] then
  return active
end
if ARGV[2] == '0' then
  redis.call('DEL', KEYS[1])
  return ''
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]
