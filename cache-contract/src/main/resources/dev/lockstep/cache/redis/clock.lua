-- Clock: the time of the server that holds the partition, in ms since 1970.
-- KEYS  1 watermark
local now = redis.call('TIME')
return string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
