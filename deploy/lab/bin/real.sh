# Sourced by fairlead after lab.sh, fabric.sh, cgroups.sh and machines.sh: `fairlead lab`, a lab of real instances.

lab_usage() {
  cat <<USAGE
Usage: fairlead lab COMMAND

A cluster of real instances on this machine: each has network, processes, engine, capacity and agent of its own. Needs
root on Linux; says what is missing. The rest of the commands (ps, service, demo, events, ...) work on it as on any other.

  up [--from FILE | --instances N] [--zones Z] [--cpu CORES] [--memory SIZE] [--disk SIZE] [--type NAME] [--port PORT] [--cluster NAME]
     [--simulated N] [--processes | --one-process]
               start the control plane and the instances; 2 instances in as many zones, of 1 core, 1GiB and a disk of 10GiB,
               unless told otherwise; what is there already is started again as it was;
               --from: each instance as a file describes it, instead (docs/lab.md)
               --simulated: so many simulated instances beside them, in the same cluster (0: none any more)
               --processes: Kafka and each service of the control plane as a process of its own, to be killed alone
  ps           instances: zone, address, capacity, whether the power is on, engine, agent, containers
  add [--instances N] [--zone NAME] [--cpu CORES] [--memory SIZE] [--disk SIZE] [--type NAME]
               more instances
  remove INSTANCE...
               switch them off and delete their data; the cluster counts them as lost
  shell INSTANCE [COMMAND...]
               a shell, or one command, inside of an instance
  load IMAGE...
               bring images of this machine's engine to the engine of each instance
  check        say whether a lab of real instances can be made here, or what is missing
  down         switch all off: no process, namespace, mount or cgroup is left; data stay for the next up
               (fairlead reset deletes them)

Addresses lie in the lab's own network and are reached from this machine; nothing in the lab reaches out of it.
USAGE
}

real_up() {
  local wanted=2 zones='' cpu=1 memory_size=1GiB disk_size=10GiB type=lab
  local given_port='' given_cluster='' given_simulated='' given_layout=() from='' described=''
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" && continue ;;
      --from) value "$@" && from=$2 && shift ;;
      --instances) number "$@" && wanted=$2 && shift ;;
      --zones) number "$@" && zones=$2 && shift ;;
      --cpu) value "$@" && cpu=$2 && shift ;;
      --memory) value "$@" && memory_size=$2 && shift ;;
      --disk) value "$@" && disk_size=$2 && shift ;;
      --type) value "$@" && type=$2 && shift ;;
      --port) number "$@" && given_port=$2 && shift ;;
      --cluster) value "$@" && given_cluster=$2 && shift ;;
      --simulated) number "$@" && given_simulated=$2 && shift ;;
      --processes | --one-process) given_layout=("$1") ;;
      -h | --help) lab_usage && exit 0 ;;
      *) fail 2 "lab up does not know $1" "See: fairlead lab --help" ;;
    esac
    shift
  done
  local units size disk name
  units=$(cpu_units "$cpu")
  size=$(mebibytes --memory "$memory_size")
  disk=$(mebibytes --disk "$disk_size")
  require_fabric
  if [ -f "$FAIRLEAD_HOME/settings" ] && [ ! -d "$fabric_home" ]; then
    fail 1 "$FAIRLEAD_HOME holds an installation without real instances." "Take another folder: FAIRLEAD_HOME=~/.fairlead-lab fairlead lab up"
  fi
  if [ -n "$from" ]; then
    read_settings --instances 0
    ensure_built all
    described=$(call lab-file "$from") || exit
    given_simulated=${given_simulated:-$(sed -n 's/^simulated //p' <<<"$described")}
  fi
  # What the lab's own process has of instances; the real ones are processes of their own.
  local own=(--instances 0)
  given_simulated=${given_simulated:-$(kept simulated)}
  if [ "${given_simulated:-0}" -gt 0 ]; then own=(--simulated "$given_simulated"); fi
  read_settings ${given_port:+--port "$given_port"} ${given_cluster:+--cluster "$given_cluster"} \
    ${given_layout[@]+"${given_layout[@]}"} "${own[@]}"
  mkdir -p "$FAIRLEAD_HOME"/{run,log,secrets}
  ensure_built all
  hub_up
  certificate
  local zone_names=(a b c d e f g h) count
  [ -n "$zones" ] || zones=$((wanted < 3 ? wanted : 3))
  [ "$zones" -ge 1 ] && [ "$zones" -le 8 ] || fail 2 "--zones must lie between 1 and 8"
  local pid
  if pid=$(running_lab); then
    say "The control plane runs already (process $pid)."
  else
    lab_prefix=(nsenter --net="/run/netns/$FABRIC-hub") lab_host=$(hub_address)
    start_lab
    pid=$lab_pid
  fi
  if [ -n "$described" ]; then
    create_described <<<"$described"
    wanted=0
  fi
  for ((count = 1; count <= wanted; count++)); do
    [ -f "$(instance_folder "i$count")/settings" ] ||
      create "i$count" "$count" "$region${zone_names[(count - 1) % zones]}" "$type" "$units" "$size" "$disk"
  done
  rm -f "$fabric_home"/instances/*/agent.config # until it is known where the control plane is
  # shellcheck disable=SC2046 # names have no blanks
  power_on_all $(known) &
  local switching=$!
  wait_until_ready "$pid"
  wait "$switching"
  # shellcheck disable=SC2046
  connect $(($(known | wc -l) + ${simulated:-0})) $(known)
  print_endpoints
  real_ps
}

# create_described: those that are not there yet, of the lines that lab-file says of them.
create_described() {
  local word name zone type units size disk more number
  while read -r word name zone type units size disk more; do
    if [ "$word" = instance ] && [ ! -f "$(instance_folder "$name")/settings" ]; then
      for number in $(seq 101); do
        grep -qx "number=$number" "$fabric_home"/instances/*/settings 2>/dev/null || break
      done
      create "$name" "$number" "$zone" "$type" "$units" "$size" "$disk" "$more"
    fi
  done
}

# 1.5 cores are 1536 CPU units.
cpu_units() {
  [[ $1 =~ ^[0-9]+(\.[0-9]+)?$ ]] || fail 2 "--cpu needs a number of cores, not $1"
  awk -v cores="$1" 'BEGIN { units = int(cores * 1024); if (units < 128) exit 1; print units }' ||
    fail 2 "--cpu must be 0.125 or more"
}

mebibytes() {
  local number=${2%%[!0-9]*} size
  case $2 in
    "$number"GiB | "$number"G | "$number"g) size=$((${number:-0} * 1024)) ;;
    "$number"MiB | "$number"M | "$number"m | "$number") size=${number:-0} ;;
    *) fail 2 "$1 needs a size such as 512MiB or 2GiB, not $2" ;;
  esac
  [ "$size" -ge 64 ] || fail 2 "$1 must be 64MiB or more"
  echo "$size"
}

# What the registry shows the engines; they trust it alone.
certificate() {
  local key=$FAIRLEAD_HOME/secrets/registry.key certificate=$FAIRLEAD_HOME/secrets/registry.crt
  openssl x509 -in "$certificate" -noout -ext subjectAltName 2>/dev/null | grep -qF "$(hub_address)" && return
  (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
    -subj "/CN=Fairlead lab $FABRIC" -addext "subjectAltName=IP:$(hub_address)" \
    -keyout "$key" -out "$certificate" 2>"$FAIRLEAD_HOME/log/certificate.log") ||
    fail 1 "openssl makes no certificate for the registry; see $FAIRLEAD_HOME/log/certificate.log"
}

power_on_all() {
  local name
  for name in "$@"; do power_on "$name" & done
  wait
}

engine_of() {
  local name=$1
  shift
  docker --host "unix://$(engine_socket "$name")" "$@"
}

# The client, as a command of its own.
call() { env -u FAIRLEAD_GRPC -u FAIRLEAD_TOKEN "$FAIRLEAD_ROOT/fairlead" "$@"; }

# connect COUNT NAME...: tells the agents where to connect, with a token for those that are new, and waits until so many are
# connected, which they are once they have talked to their engines.
connect() {
  local count=$1 name newcomers=0 token='' client waiting=''
  shift
  for name in "$@"; do
    [ -f "$(instance_folder "$name")/agent/instance-credentials.json" ] || newcomers=$((newcomers + 1))
  done
  if [ "$newcomers" -gt 0 ]; then
    exec {client}< <(call instances token --cluster "$cluster" --uses "$newcomers" --wait "$count")
    waiting=$!
    read -r token <&"$client" || fail 5 "The control plane gives no token to join with; its log: $lab_log"
  fi
  for name in "$@"; do enlist "$name" "$token"; done
  if [ -n "$waiting" ]; then wait "$waiting"; else call instances wait "$count" --cluster "$cluster"; fi ||
    fail 5 "The logs of their agents and engines: $fabric_home/instances/*/log"
}

# powered: the instances that are on.
powered() {
  local name
  for name in $(known); do
    if init "$name" >/dev/null; then echo "$name"; fi
  done
}

real_ps() {
  local name net zone power engine agent containers format='%-12s %-12s %-14s %-8s %6s %7s  %-6s %-6s %-6s %s\n'
  net=$(cat "$fabric_home/network" 2>/dev/null) || fail 3 "There is no lab in $FAIRLEAD_HOME." "Make one: fairlead lab up"
  # shellcheck disable=SC2059 # the format is ours
  printf "$format" INSTANCE ADDRESS ZONE TYPE CPU MIB POWER ENGINE AGENT CONTAINERS
  for name in $(known); do
    power=off engine=- agent=- containers=-
    if init "$name" >/dev/null; then
      power=on engine=$(part_state "$name" engine) agent=$(part_state "$name" agent)
      containers=$(container_groups "$name" | wc -l)
      if cgroups_frozen "$name"; then power=paused; fi
    fi
    # shellcheck disable=SC2059
    printf "$format" "$name" "$(address "$name")" "$(setting "$name" zone)" "$(setting "$name" type)" \
      "$(setting "$name" cpu)" "$(setting "$name" memory)" "$power" "$engine" "$agent" "$containers"
  done
}

# part_state NAME engine|agent: up, or down, or held.
part_state() {
  local folder
  folder=$(instance_folder "$1")
  if part "$1" "$2" >/dev/null; then
    echo up
  elif [ -e "$folder/run/hold-$2" ]; then
    echo held
  else
    echo down
  fi
}

real_add() {
  local wanted=1 zone='' cpu=1 memory_size=1GiB disk_size=10GiB type=lab name number added=()
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" && continue ;;
      --instances) number "$@" && wanted=$2 && shift ;;
      --zone) value "$@" && zone=$2 && shift ;;
      --cpu) value "$@" && cpu=$2 && shift ;;
      --memory) value "$@" && memory_size=$2 && shift ;;
      --disk) value "$@" && disk_size=$2 && shift ;;
      --type) value "$@" && type=$2 && shift ;;
      *) fail 2 "lab add does not know $1" "See: fairlead lab --help" ;;
    esac
    shift
  done
  local units size disk
  units=$(cpu_units "$cpu")
  size=$(mebibytes --memory "$memory_size")
  disk=$(mebibytes --disk "$disk_size")
  require_running
  for number in $(seq 100); do
    [ ${#added[@]} -lt "$wanted" ] || break
    [ -e "$(instance_folder "i$number")" ] && continue
    create "i$number" "$number" "${zone:-${region}a}" "$type" "$units" "$size" "$disk"
    added+=("i$number")
  done
  local before
  before=$(($(powered | wc -l) + ${simulated:-0}))
  power_on_all "${added[@]}"
  connect $((before + wanted)) "${added[@]}"
  real_ps
}

real_remove() {
  local name
  [ $# -gt 0 ] || fail 2 "lab remove needs the name of an instance" "See: fairlead lab ps"
  for name in "$@"; do require_known "$name"; done
  for name in "$@"; do
    power_off "$name"
    rm -rf "$(instance_folder "$name")"
    say "$name is removed."
  done
}

real_shell() {
  local name=${1:-} pid
  require_known "$name"
  shift
  pid=$(init "$name") || fail 1 "$name is switched off." "Switch all on: fairlead lab up"
  ! cgroups_frozen "$name" || fail 1 "$name is paused, and so would be a shell in it." "See: fairlead chaos ls"
  [ $# -gt 0 ] || set -- bash
  cgroup_join "$name/system"
  exec nsenter --all --target "$pid" env DOCKER_HOST="unix://$(engine_socket "$name")" "$@"
}

real_load() {
  local image name loading=()
  [ $# -gt 0 ] || fail 2 "lab load needs the name of an image of this machine's engine" "See: docker image ls"
  for image in "$@"; do
    docker image inspect "$image" >/dev/null 2>&1 || fail 1 "This machine's engine has no image $image." "See: docker image ls"
  done
  for name in $(powered); do
    docker save "$@" | engine_of "$name" load --quiet >/dev/null &
    loading+=($!)
  done
  for name in "${loading[@]}"; do
    wait "$name" || fail 1 "An engine did not take the images."
  done
  say "$* is on ${#loading[@]} instance(s)."
}

require_running() {
  require_fabric
  read_settings
  running_lab >/dev/null && [ -e "/run/netns/$FABRIC-hub" ] || fail 3 "The lab does not run." "Start it: fairlead lab up"
}

real_down() {
  [ $# -eq 0 ] || fail 2 "lab down takes no arguments, but got: $*"
  require_fabric
  power_off_all
  lab_down
  fabric_down
}

real_check() {
  require_fabric
  echo "A lab of real instances can be made here."
}

real_lab() {
  local command=${1:-help}
  [ $# -eq 0 ] || shift
  case $command in
    up | ps | add | remove | shell | load | check | down) "real_$command" "$@" ;;
    help | -h | --help) lab_usage ;;
    *) fail 2 "lab does not know $command" "See: fairlead lab --help" ;;
  esac
}
