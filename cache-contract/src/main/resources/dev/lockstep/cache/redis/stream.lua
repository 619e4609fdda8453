-- What tells the stream of changes: it stands before the scripts that do.

-- The rest of a header behind a position, where nothing more is known.
local NOTHING_MORE = string.rep('0', 35)

-- Appends an entry. Answers 'told'; 'behind' where the stream is there already or further, 'none' where there is no stream, or
-- the error for which Redis did not take it.
local function tell(stream, most, id, of, key, header, document)
  local answer = redis.pcall('XADD', stream, 'NOMKSTREAM', 'MAXLEN', '~', most, id,
    'table', of, 'key', key, 'header', header, 'document', document)
  if type(answer) ~= 'table' then
    return answer and 'told' or 'none'
  elseif string.find(answer.err, 'equal or smaller', 1, true) then
    return 'behind'
  elseif string.find(answer.err, 'WRONGTYPE', 1, true) then
    return 'none'
  end
  return answer
end

-- Begins a stream, in the place of whatever is there: nothing is known of what was before its first entry.
local function begin(stream, id, position)
  redis.call('DEL', stream)
  redis.call('XADD', stream, id, 'table', '', 'key', '', 'header', 'R' .. position .. NOTHING_MORE, 'document', '')
end
