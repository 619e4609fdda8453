-- Reached: how far a partition is.
-- KEYS  1 watermark
-- Answers the time in ms, then position, asOf, gtids and doubtUntil, '' for what is not there.
local now = redis.call('TIME')
local mark = redis.call('HMGET', KEYS[1], 'position', 'asOf', 'gtids', 'doubtUntil')
return {string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000)),
  mark[1] or '', mark[2] or '', mark[3] or '', mark[4] or ''}
