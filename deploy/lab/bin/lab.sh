# Sourced by fairlead: up, down, reset and status of one lab, whose whole state lies in FAIRLEAD_HOME.
#
#   settings        what the last `up` was told: NAME=value
#   credentials     the administrator's access key, in the form of ~/.aws/credentials (mode 0600)
#   run/            lab.pid, progress (steps of a start), ready (NAME=value: endpoints; there while the lab serves)
#   log/            lab.log and what else was started
#   data/, secrets/ PostgreSQL, Kafka, the agents' credentials; passwords and keys (mode 0600)

lab_pid_file=$FAIRLEAD_HOME/run/lab.pid
lab_ready=$FAIRLEAD_HOME/run/ready
lab_progress=$FAIRLEAD_HOME/run/progress
lab_log=$FAIRLEAD_HOME/log/lab.log
# Where the control plane of a lab of real instances stands: real.sh says it.
lab_prefix=() lab_host=127.0.0.1

up_usage() {
  cat <<USAGE
Usage: fairlead up [--instances N | --simulated N] [--port PORT] [--cluster NAME] [--processes] [--no-install] [--foreground]

Starts Fairlead on this machine: gateway, scheduler, agents, PostgreSQL and Kafka in the background.
What is given is kept in \$FAIRLEAD_HOME/settings and used again by the next up.

  --instances N   N container instances, all on this machine's container engine     (1; FAIRLEAD_INSTANCES)
  --simulated N   N simulated instances: tasks change state, but no container runs  (FAIRLEAD_SIMULATED)
                  10,000 at most, all in one process; see below how they are
  --port PORT     first of the ports, all on 127.0.0.1: HTTP at PORT, gRPC at PORT+1, the rest up to PORT+9
                                                                                    (7430; FAIRLEAD_PORT)
  --cluster NAME  cluster that the instances join                                   (default; FAIRLEAD_CLUSTER)
  --region NAME   region in ARNs                                                    (us-east-1; FAIRLEAD_REGION)
  --processes     Kafka and each service as a process of its own, so that fairlead chaos can kill it; needs 1.5 GiB
                  more. --one-process takes it back                                 (FAIRLEAD_PROCESSES=yes)
  --no-install    never install a container engine                                  (FAIRLEAD_NO_INSTALL=1)
  --foreground    stay in the foreground; Ctrl-C stops it
  --memory MIB    most that the process' heap may take           (768; 2048 and more with over 100 simulated; FAIRLEAD_MEMORY)

Simulated instances are alike, and their tasks run at once and until they are stopped, unless told otherwise. Of several
values an instance takes one, in turn by its number:
  --simulated-cpu UNITS[,UNITS...]                CPU units, 1024 to a core         (16384; FAIRLEAD_SIMULATED_CPU)
  --simulated-memory MIB[,MIB...]                 memory                            (65536; FAIRLEAD_SIMULATED_MEMORY)
  --simulated-zones ZONE[,ZONE...]                availability zones                (REGIONa,REGIONb,REGIONc;
                                                                                    FAIRLEAD_SIMULATED_ZONES)
  --simulated-attributes NAME=VALUE[|VALUE...],.. custom attributes                 (none; FAIRLEAD_SIMULATED_ATTRIBUTES)
  --simulated-start-ms MS[-MS]                    how long a container's start takes, at random between the two
                                                                                    (0; FAIRLEAD_SIMULATED_START_MS)
  --simulated-failure-rate SHARE                  share of starts that fail         (0; FAIRLEAD_SIMULATED_FAILURE_RATE)
  --simulated-crash-rate SHARE                    share of containers that exit with 1 in their first minute
                                                                                    (0; FAIRLEAD_SIMULATED_CRASH_RATE)
A task definition says more by dockerLabels io.fairlead.simulated.*, which win over these.

FAIRLEAD_HOME (~/.fairlead) holds all data. A second installation needs a home and a port of its own:
  FAIRLEAD_HOME=~/.fairlead-two fairlead up --port 7530
USAGE
}

# What can be said of simulated instances: --simulated-X, FAIRLEAD_SIMULATED_X, and in settings simulated_x.
simulation=(cpu memory zones attributes start_ms failure_rate crash_rate)

# A flag wins over the environment, the environment over what was kept.
read_settings() {
  instances=${FAIRLEAD_INSTANCES:-} simulated=${FAIRLEAD_SIMULATED:-} port=${FAIRLEAD_PORT:-}
  cluster=${FAIRLEAD_CLUSTER:-} region=${FAIRLEAD_REGION:-} memory=${FAIRLEAD_MEMORY:-}
  install=yes foreground=no processes=${FAIRLEAD_PROCESSES:-}
  local name variable
  for name in "${simulation[@]}"; do
    variable=FAIRLEAD_SIMULATED_${name^^}
    printf -v "simulated_$name" '%s' "${!variable:-}"
  done
  if [ -n "${FAIRLEAD_NO_INSTALL:-}" ]; then install=no; fi
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" && continue ;;
      --instances) number "$@" && instances=$2 simulated='' && shift ;;
      --simulated) number "$@" && simulated=$2 instances='' && shift ;;
      --simulated-cpu | --simulated-memory | --simulated-zones | --simulated-attributes | --simulated-start-ms | \
        --simulated-failure-rate | --simulated-crash-rate)
        value "$@"
        name=${1#--}
        printf -v "${name//-/_}" '%s' "$2"
        shift
        ;;
      --port) number "$@" && port=$2 && shift ;;
      --memory) number "$@" && memory=$2 && shift ;;
      --cluster) value "$@" && cluster=$2 && shift ;;
      --region) value "$@" && region=$2 && shift ;;
      --processes) processes=yes ;;
      --one-process) processes=no ;;
      --no-install) install=no ;;
      --foreground) foreground=yes ;;
      -h | --help) up_usage && exit 0 ;;
      *) fail 2 "up does not know $1" "See: fairlead up --help" ;;
    esac
    shift
  done
  if [ -z "$instances$simulated" ]; then instances=$(kept instances) simulated=$(kept simulated); fi
  if [ -z "$instances$simulated" ]; then instances=1; fi
  port=${port:-$(kept port)} cluster=${cluster:-$(kept cluster)} region=${region:-$(kept region)}
  port=${port:-7430} cluster=${cluster:-default} region=${region:-us-east-1}
  processes=${processes:-$(kept processes)} processes=${processes:-no}
  memory=${memory:-$(default_memory "${simulated:-0}")}
  for name in "${simulation[@]}"; do
    variable=simulated_$name
    if [ -z "${!variable}" ]; then printf -v "$variable" '%s' "$(kept "$variable")"; fi
  done
  if [ "$port" -lt 1024 ] || [ "$port" -gt 32000 ]; then
    fail 2 "--port must lie between 1024 and 32000 (above, Linux gives ports to outgoing connections)"
  fi
}

value() { [ $# -ge 2 ] || fail 2 "$1 needs a value" "See: fairlead up --help"; }
number() {
  value "$@"
  case $2 in '' | *[!0-9]*) fail 2 "$1 needs a number, not $2" "See: fairlead up --help" ;; esac
}

kept() {
  if [ -f "$FAIRLEAD_HOME/settings" ]; then sed -n "s/^$1=//p" "$FAIRLEAD_HOME/settings"; fi
}

keep_settings() {
  printf 'port=%s\ninstances=%s\nsimulated=%s\ncluster=%s\nregion=%s\nprocesses=%s\n' \
    "$port" "$instances" "$simulated" "$cluster" "$region" "$processes" >"$FAIRLEAD_HOME/settings"
  local name variable
  for name in "${simulation[@]}"; do
    variable=simulated_$name
    if [ -n "${!variable}" ]; then printf '%s=%s\n' "$variable" "${!variable}" >>"$FAIRLEAD_HOME/settings"; fi
  done
}

# The lab's process id, if it runs. An id may have passed to another process: its command line must name this home.
running_lab() {
  local pid
  pid=$(cat "$lab_pid_file" 2>/dev/null) || return 1
  [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null || return 1
  ps -o args= -p "$pid" 2>/dev/null | grep -qF -- "--home $FAIRLEAD_HOME" || return 1
  printf '%s' "$pid"
}

ready_value() { sed -n "s/^$1=//p" "$lab_ready"; }

lab_up() {
  read_settings "$@"
  local pid
  if pid=$(running_lab); then
    if [ -f "$lab_ready" ]; then
      echo "Fairlead is already up (process $pid)."
      print_endpoints
      exit 0
    fi
    say "Fairlead is being started by process $pid; waiting for it"
  else
    start_lab
    pid=$lab_pid
  fi
  wait_until_ready "$pid"
  print_endpoints
  print_next
}

start_lab() {
  mkdir -p "$FAIRLEAD_HOME/run" "$FAIRLEAD_HOME/log"
  chmod 700 "$FAIRLEAD_HOME"
  ensure_built all
  local count=$instances
  if [ -n "$simulated" ]; then
    ENGINE=simulated ENGINE_WHY="--simulated asks for it" count=$simulated
  elif [ ${#lab_prefix[@]} -gt 0 ]; then
    ENGINE=docker # each instance brings its own
  else
    ensure_engine "$install"
  fi
  if [ "$ENGINE" = simulated ]; then
    say "$count instance(s) are SIMULATED: $ENGINE_WHY."
    say "  Tasks go through their states, but no container runs."
  fi
  keep_settings
  copy_unpacked "$FAIRLEAD_HOME/data/programs"
  rm -f "$lab_ready" "$lab_progress"
  : >"$lab_progress"
  local cache_flags
  read -r -a cache_flags <<<"$(cache_flags lab)"
  local heap_flags size_flags=("${small_lab_flags[@]}")
  # Of thousands of instances a collection copies the work under way, whenever it comes: rather few of them, with half of
  # the heap. Of up to 1000 it copies what came since the last: with a quarter of 12 GB a pause is 40 ms, with half 70.
  local young=
  if [ "$count" -le 1000 ]; then young=$((memory / 4)); fi
  read -r -a heap_flags <<<"$(heap_flags "$memory" $young)"
  if [ "$ENGINE" = simulated ] && [ "$count" -gt 100 ]; then size_flags=("${large_lab_flags[@]}"); fi
  local command=(${lab_prefix[@]+"${lab_prefix[@]}"} "$JAVA_HOME/bin/java" ${cache_flags[@]+"${cache_flags[@]}"} "${heap_flags[@]}" "${size_flags[@]}" "${lab_flags[@]}"
    -cp "$(class_path deploy/lab)" io.fairlead.lab.LabMain
    --home "$FAIRLEAD_HOME" --host "$lab_host" --port "$port" --instances "$count" --runtime "$ENGINE"
    --cluster "$cluster" --region "$region")
  if [ "$processes" = yes ]; then command+=(--layout processes); fi
  local name variable
  for name in "${simulation[@]}"; do
    variable=simulated_$name
    if [ -n "${!variable}" ]; then command+=("--simulated-${name//_/-}" "${!variable}"); fi
  done
  if [ "$foreground" = yes ]; then exec "${command[@]}"; fi
  setsid "${command[@]}" >>"$lab_log" 2>&1 </dev/null &
  lab_pid=$!
  echo "$lab_pid" >"$lab_pid_file"
}

wait_until_ready() {
  local pid=$1 begin=$SECONDS steps
  exec {steps}<"$lab_progress"
  until [ -f "$lab_ready" ]; do
    show_steps
    if ! kill -0 "$pid" 2>/dev/null; then
      show_steps
      fail 1 "Fairlead did not start." "Why: $(why_not_started)" "The whole log: $lab_log"
    fi
    if [ $((SECONDS - begin)) -ge $((180 + ${simulated:-0} / 50)) ]; then
      fail 1 "Fairlead is not ready after $((SECONDS - begin)) s; it goes on trying (process $pid)." \
        "Log: $lab_log" "Stop it: fairlead down"
    fi
    sleep 0.1
  done
  show_steps
  exec {steps}<&-
}

# show_steps: those of the start that have come since the last time.
show_steps() {
  local line
  while IFS= read -r line <&"$steps"; do say "  $line"; done
}

why_not_started() {
  local why
  why=$(grep '^FAIRLEAD-CANNOT-START: ' "$lab_log" | tail -1 | sed 's/^[^:]*: //')
  printf '%s' "${why:-$(tail -1 "$lab_log")}"
}

print_endpoints() {
  cat <<TEXT

  AWS APIs (HTTP)  $(ready_value http)
  gRPC             $(ready_value grpc)
  image registry   $(ready_value registry)
  cluster          $(ready_value cluster): $(ready_value instances) $(ready_value runtime) instance(s)
  credentials      $FAIRLEAD_HOME/credentials
  log              $lab_log
TEXT
}

print_next() {
  local me=fairlead
  if [ "$(command -v fairlead 2>/dev/null)" != "$FAIRLEAD_ROOT/fairlead" ]; then me=./fairlead; fi
  cat <<TEXT

Try next:
  $me demo                                        # a service of two containers, watched and healed
  eval "\$($me env)" && aws ecs list-clusters      # the AWS CLI, SDKs and Terraform, as they are
  $me events -f                                   # what happens, as it happens
TEXT
}

lab_status() {
  local pid
  if ! pid=$(running_lab); then
    echo "Fairlead is down (home $FAIRLEAD_HOME). Start it: fairlead up"
    exit 3
  fi
  if [ ! -f "$lab_ready" ]; then
    echo "Fairlead is starting or stopping (process $pid): $(tail -1 "$lab_progress" 2>/dev/null)"
    exit 5
  fi
  echo "Fairlead is up (process $pid)."
  print_endpoints
}

lab_down() {
  [ $# -eq 0 ] || fail 2 "down takes no arguments, but got: $*"
  local pid
  if ! pid=$(running_lab); then
    rm -f "$lab_pid_file" "$lab_ready"
    if stop_left_over_postgres; then
      echo "Fairlead was not running; stopped the PostgreSQL that a killed one left behind."
    else
      echo "Fairlead is not running."
    fi
    return 0
  fi
  say "Stopping Fairlead (process $pid); the tasks' containers keep running"
  kill "$pid"
  local tries
  for ((tries = 0; tries < 450; tries++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2>/dev/null; then
    say "  it does not end within 45 s: killing it"
    kill -9 "$pid"
  fi
  rm -f "$lab_pid_file" "$lab_ready"
  stop_left_over_postgres || true
  echo "Fairlead is down. Its data stays in $FAIRLEAD_HOME; fairlead up continues with it."
}

# Fails when there was none. A fast shutdown (SIGINT) ends connections and leaves nothing to recover.
stop_left_over_postgres() {
  local pid_file=$FAIRLEAD_HOME/data/postgres/data/postmaster.pid pid tries
  pid=$(head -1 "$pid_file" 2>/dev/null) || return 1
  case $(ps -o args= -p "$pid" 2>/dev/null) in *postgres*"$FAIRLEAD_HOME"*) ;; *) return 1 ;; esac
  kill -INT "$pid"
  for ((tries = 0; tries < 200; tries++)); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$pid"
}

lab_reset() {
  local yes=no
  case ${1:-} in
    '') ;;
    -y | --yes) yes=yes ;;
    *) fail 2 "reset knows only --yes, not $1" ;;
  esac
  if [ ! -e "$FAIRLEAD_HOME" ]; then
    echo "There is nothing to forget: $FAIRLEAD_HOME does not exist."
    return 0
  fi
  # A folder that some other program made is not ours to delete.
  if [ ! -d "$FAIRLEAD_HOME/run" ]; then
    fail 1 "$FAIRLEAD_HOME is not the home of a Fairlead installation; nothing was deleted."
  fi
  if [ "$yes" = no ]; then
    [ -t 0 ] || fail 2 "reset deletes $FAIRLEAD_HOME and its containers; say --yes where nobody can be asked."
    printf 'Delete all of %s and stop and remove its containers? [y/N] ' "$FAIRLEAD_HOME"
    local answer
    read -r answer
    case $answer in y | Y | yes) ;; *) echo "Nothing was deleted." && exit 1 ;; esac
  fi
  if [ -d "$FAIRLEAD_HOME/lab" ]; then
    real_down >/dev/null
  else
    lab_down >/dev/null
    remove_containers
  fi
  rm -rf "$FAIRLEAD_HOME"
  echo "Forgotten: $FAIRLEAD_HOME is gone."
}

# The agents label every container with the installation that it belongs to.
remove_containers() {
  local installation ids
  installation=$(cat "$FAIRLEAD_HOME/installation" 2>/dev/null) || return 0
  adopt_docker_context
  command -v docker >/dev/null 2>&1 && engine_answers || return 0
  ids=$(docker ps -aq --filter "label=io.fairlead.installation=$installation")
  if [ -n "$ids" ]; then
    # shellcheck disable=SC2086 # one word an id
    docker rm -f $ids >/dev/null && say "  removed $(wc -w <<<"$ids") container(s)"
  fi
}
