# Sourced by fault: what can be wrong with one container of a real instance. What is started within it bears FAIRLEAD_FAULT
# in its environment, counts against its limits, and dies with it.

# group CONTAINER: its group, by the beginning of its id.
group() { container_groups "$name" "$1" | head -n 1; }

# One that the agent runs, any of them.
kill_any() {
  local id
  id=$(docker --host "unix://$(engine_socket "$name")" ps -q --filter label=com.amazonaws.ecs.task-arn | shuf -n 1)
  [ -n "$id" ] || fail 1 "No task's container runs on $name"
  docker --host "unix://$(engine_socket "$name")" kill "$id" >/dev/null
}

# A process of the container, as this machine numbers it, and not one that a fault has put into it.
process_of() {
  local pid
  for pid in $(cgroup_processes "$(group "$1")" | sort -n); do
    if ! grep -qz '^FAIRLEAD_FAULT=' "/proc/$pid/environ" 2>/dev/null; then
      echo "$pid"
      return
    fi
  done
  return 1
}

# within CONTAINER COMMAND...: a process in its groups and among its processes, with this machine's programs.
within() {
  local id=$1 pid group
  pid=$(process_of "$id") || fail 1 "No container $id runs on $name"
  shift
  group=$(group "$id")
  (
    cgroup_join "$group"
    exec env FAIRLEAD_FAULT="$fault" nsenter --pid --target "$pid" "$@"
  ) >/dev/null 2>&1 </dev/null &
}

end_within() {
  local pid
  for pid in $(cgroup_processes "$(group "$1")"); do
    if grep -qzx "FAIRLEAD_FAULT=$fault" "/proc/$pid/environ" 2>/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
  done
}

keep_busy() {
  local count
  for ((count = 0; count < value; count++)); do within "$1" sh -c 'while :; do :; done'; done
}

# tail keeps what has no line's end yet.
take_memory() {
  within "$1" sh -c '{ head -c "$1" /dev/zero; sleep 2147483647; } | tail' sh "${value}M"
}

# Its own processes are made those that the kernel kills first, and what takes the memory, which looks larger, the last.
run_out_of_memory() {
  local group limit pid
  group=$(group "$1")
  limit=$(memory_limit "$group" 2>/dev/null) || fail 1 "No container $1 runs on $name"
  [ "$limit" -lt $(($(setting "$name" memory) << 20)) ] ||
    fail 1 "$1 has no limit of its own: without memory in its definition the whole instance would run out"
  for pid in $(cgroup_processes "$group"); do echo 1000 >"/proc/$pid/oom_score_adj" 2>/dev/null || true; done
  within "$1" sh -c 'echo -999 >/proc/self/oom_score_adj; exec tail /dev/zero'
}

fault_of_container() {
  local pid
  if ! pid=$(process_of "$1"); then
    [ "$step" = end ] || fail 1 "No container $1 runs on $name"
    exit 0 # Its end was the end of all that was wrong with it.
  fi
  cable=(nsenter --net="/proc/$pid/ns/net")
  case $step:$fault in
    begin:container-kill) docker --host "unix://$(engine_socket "$name")" kill "$1" >/dev/null ;;
    begin:oom) run_out_of_memory "$1" ;;
    begin:cpu) keep_busy "$1" ;;
    begin:memory) take_memory "$1" ;;
    end:cpu | end:memory) end_within "$1" ;;
    *:loss | *:partition | *:partition-in | *:partition-out)
      # With the instance's own network it would be a fault of the instance.
      [ "$(readlink "/proc/$pid/ns/net")" != "$(readlink "/proc/$(init "$name")/ns/net")" ] ||
        fail 1 "$1 has the instance's own network; take $name as the target"
      case $step:$fault in
        begin:partition) { drop_in && drop_out; } | rules ;;
        end:partition) no_rules ;;
        *) fault_of_network ;;
      esac
      ;;
    *) fail 1 "There is no fault $fault to $step on a container" ;;
  esac
}
