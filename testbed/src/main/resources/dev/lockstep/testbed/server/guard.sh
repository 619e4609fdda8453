# Runs a command and ends it when whoever holds our standard input is gone.
#
#   sh guard.sh FOLDER LOG GRACE COMMAND...
#
# FOLDER is deleted after an end that came from standard input; empty for none.
# LOG takes what the command prints. GRACE is how many seconds the command gets
# to end by itself. Prints the command's process id, exits with its exit code.

folder=$1 log=$2 grace=$3
shift 3

# Ctrl-C reaches everybody in the terminal's foreground; the order in which
# things stop is for our starter to decide.
trap '' INT QUIT HUP
exec 3<&0 </dev/null 2>>"$log"

# In a session of its own, or at least in a process group of its own: some
# servers take SIGINT for an order to stop even if they were told to ignore it.
if command -v setsid >/dev/null; then
  setsid "$@" >>"$log" 3<&- &
else
  set -m
  "$@" >>"$log" 3<&- &
fi
child=$!
echo "$child"
exec >/dev/null

# TERM may be sent to our whole group; without us and our watcher the child would be left without a guard.
trap '' TERM
(
  while read -r line <&3; do :; done
  trap '' USR1
  # A process that was stopped hears TERM only when it goes on.
  kill -TERM "$child"
  kill -CONT "$child"
  tenths=$((grace * 10))
  while [ "$tenths" -gt 0 ] && kill -0 "$child"; do
    sleep 0.1
    tenths=$((tenths - 1))
  done
  kill -KILL "$child"
  exit 0
) 2>/dev/null &
watcher=$!
exec 3<&-

while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
kill -USR1 "$watcher" 2>/dev/null
if wait "$watcher" && [ -n "$folder" ]; then
  rm -rf -- "$folder"
fi
exit "$code"
