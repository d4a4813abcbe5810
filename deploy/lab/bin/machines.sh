# Sourced by fairlead after fabric.sh and cgroups.sh: the instances of a lab, each like a machine with power switch, engine and agent.

instance_folder() { printf '%s/instances/%s' "$fabric_home" "$1"; }
setting() {
  local line
  while read -r line; do
    case $line in "$2="*) printf '%s' "${line#*=}" ;; esac
  done <"$(instance_folder "$1")/settings"
}
address() { printf '%s.0.%s' "$(network)" $((10 + $(setting "$1" number))); }
engine_socket() { printf '%s/run/docker.sock' "$(instance_folder "$1")"; }

known() {
  local folder
  for folder in "$fabric_home"/instances/*/settings; do
    [ ! -f "$folder" ] || basename "${folder%/settings}"
  done
}

require_known() {
  [ -f "$(instance_folder "${1:-}")/settings" ] || fail 1 "There is no instance ${1:-without a name}." \
    "There are: $(known | paste -sd' ')"
}

# init NAME: the instance's first process, while the power is on.
init() {
  local pid
  pid=$(cat "$(instance_folder "$1")/run/init" 2>/dev/null) || return 1
  grep -q "/$FABRIC/$1/system\$" "/proc/$pid/cgroup" 2>/dev/null && printf '%s' "$pid"
}

# A library that gives a process another time, where it is installed.
faketime() { find /usr/lib /usr/lib64 -name libfaketimeMT.so.1 2>/dev/null | head -n 1; }

# part NAME engine|agent: the process of the engine or the agent, as this machine numbers them, where it runs.
part() {
  local pid words
  while read -r pid; do
    mapfile -d '' -t words <"/proc/$pid/cmdline" || continue
    case $2:${words[*]-} in
      engine:dockerd* | agent:*io.fairlead.agent.AgentMain*)
        printf '%s' "$pid"
        return
        ;;
    esac
  done < <(cgroup_processes "$1/system")
  return 1
} 2>/dev/null

# create NAME NUMBER ZONE TYPE CPU MEMORY DISK [ATTRIBUTES]: what a machine is when it is bought; it has never run.
create() {
  local folder
  folder=$(instance_folder "$1")
  [[ $1 =~ ^[a-z][a-z0-9-]{1,11}$ ]] ||
    fail 2 "$1 cannot name an instance: two to twelve of a-z, 0-9 and -, the first a letter."
  [ "$2" -le 100 ] || fail 1 "A lab has at most 100 instances."
  # The kernel takes no longer path for a socket.
  [ ${#folder} -le 85 ] || fail 1 "$folder is too long for the engine's socket; use a shorter FAIRLEAD_HOME."
  mkdir -p "$folder"/{run,log,etc,docker,agent}
  truncate -s "$7M" "$folder/disk"
  mkfs.ext4 -q -m 0 "$folder/disk" || fail 1 "mkfs.ext4 makes no disk of $7 MiB for $1."
  printf 'number=%s\nzone=%s\ntype=%s\ncpu=%s\nmemory=%s\ndisk=%s\nattributes=%s\n' "$2" "$3" "$4" "$5" "$6" "$7" "${8:-}" \
    >"$folder/settings"
}

power_on() {
  local name=$1 folder
  folder=$(instance_folder "$name")
  ! init "$name" >/dev/null || return 0
  cgroups_remove "$name"
  cgroups_make "$name"
  plug "$name"
  rm -rf "${folder:?}"/run/* "$folder/agent.config.new"
  engine_settings "$name" >"$folder/etc/daemon.json"
  mkdir -p "$folder/etc/certs.d/$(registry)"
  cp "$FAIRLEAD_HOME/secrets/registry.crt" "$folder/etc/certs.d/$(registry)/ca.crt"
  (
    cgroup_join "$name"
    AGENT_CLASS_PATH=$(class_path deploy/lab) AGENT_FLAGS="${agent_flags[*]} $(cache_flags agent)"
    export AGENT_CLASS_PATH AGENT_FLAGS
    exec nsenter --net="/run/netns/$FABRIC.$name" unshare --cgroup "$FAIRLEAD_ROOT/deploy/lab/bin/init" \
      "$name" "$folder" "$FABRIC" "$(setting "$name" cpu)" "$(setting "$name" memory)" >"$folder/log/init.log" 2>&1 </dev/null
  ) &
}

# As when a machine loses power: all its processes are gone at once, and its end of the cable is dead.
power_off() {
  local pid
  unplug "$1"
  if pid=$(init "$1"); then kill -KILL "$pid"; fi
  cgroups_remove "$1"
}

# All of which anything is there, side by side.
power_off_all() {
  local name
  for name in $(made); do power_off "$name" & done
  wait
}

registry() { printf '%s:%s' "$(hub_address)" $((port + 7)); }

engine_settings() {
  cat <<JSON
{
  "hosts": ["unix://$(engine_socket "$1")"],
  "data-root": "$(instance_folder "$1")/docker",
  "bip": "$(network).$(setting "$1" number).1/24",
  "live-restore": true,
  "exec-opts": ["native.cgroupdriver=cgroupfs"],
  "cgroup-parent": "/fairlead"
}
JSON
}

# enlist NAME [JOIN_TOKEN]: tells the instance's agent what docs/agent.md names; it waits for that.
enlist() {
  local name=$1 folder
  folder=$(instance_folder "$name")
  cat >"$folder/agent.config.new" <<CONFIG
ECS_CLUSTER=$cluster
ECS_BACKEND_HOST=$(hub_address):$((port + 1))
FAIRLEAD_KAFKA_BOOTSTRAP_SERVERS=$(hub_address):$((port + 3))
FAIRLEAD_INSTALLATION=$(cat "$FAIRLEAD_HOME/installation")
FAIRLEAD_JOIN_TOKEN=${2:-}
ECS_DATADIR=$folder/agent
DOCKER_HOST=unix://$(engine_socket "$name")
FAIRLEAD_INSTANCE_CPU=$(setting "$name" cpu)
FAIRLEAD_INSTANCE_MEMORY=$(setting "$name" memory)
ECS_INSTANCE_ATTRIBUTES=$(attributes "$name")
ECS_IMAGE_PULL_BEHAVIOR=prefer-cached
ECS_ENGINE_AUTH_TYPE=docker
ECS_ENGINE_AUTH_DATA={"$(registry)": {"username": "$(credential aws_access_key_id)", "password": "$(credential aws_secret_access_key)"}}
FAIRLEAD_AGENT_LISTEN=$(address "$name"):51679
CONFIG
  chmod 600 "$folder/agent.config.new"
  mv "$folder/agent.config.new" "$folder/agent.config"
}

attributes() {
  local more
  more=$(setting "$1" attributes)
  printf '{"name": "%s", "ecs.availability-zone": "%s", "ecs.instance-type": "%s"%s}' \
    "$1" "$(setting "$1" zone)" "$(setting "$1" type)" "${more:+, $more}"
}

# credential aws_access_key_id|aws_secret_access_key: of the administrator.
credential() { sed -n "s/^$1 *= *//p" "$FAIRLEAD_HOME/credentials"; }
