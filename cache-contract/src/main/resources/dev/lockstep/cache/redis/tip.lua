-- Tip: how far the stream of changes of a partition is.
-- KEYS  1 watermark, 2 stream
-- Answers position, owner and fence, '' for what is not there, then '1' where there is a stream.
local mark = redis.call('HMGET', KEYS[1], 'position', 'owner', 'fence')
return {mark[1] or '', mark[2] or '', mark[3] or '', redis.call('XLEN', KEYS[2]) > 0 and '1' or ''}
