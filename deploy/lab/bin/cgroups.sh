# Sourced by fairlead, fault and init, which know FABRIC: the groups by which the kernel lists, freezes and bounds the processes
# of an instance. Nothing else in the lab knows that cgroups have versions, or where they are mounted.
#
#   FABRIC/NAME            all processes of the instance, which sees this group as the root
#   FABRIC/NAME/system     its first process, its engine, its agent
#   FABRIC/NAME/fairlead   its containers, bounded together by its capacity: the engine's cgroup-parent, below which agents
#                          make the groups of tasks
#   FABRIC/NAME.beside     what a fault has put beside it
#
# Version 1 has such a tree in each of its hierarchies, most of which are for one controller. A group is named by what comes
# after FABRIC, without a slash before it.

# cgroups_at FOLDER: what is mounted there. The first of the hierarchies is that which lists and freezes.
cgroups_at() {
  local folder
  cgroup_root=$1
  cgroup_version=1 hierarchies=("$1/freezer")
  for folder in "$1"/*; do
    if [ -f "$folder/cgroup.procs" ] && [ ! -L "$folder" ] && [ "$folder" != "$1/freezer" ]; then hierarchies+=("$folder"); fi
  done
}
cgroups_at /sys/fs/cgroup

# missing_cgroups: what there must be and is not, a line each.
missing_cgroups() {
  local controller
  for controller in cpu cpuacct cpuset memory devices blkio pids freezer; do
    [ -f "$cgroup_root/$controller/cgroup.procs" ] ||
      echo "the cgroup controller $controller, version 1, at $cgroup_root/$controller (version 2 is not known yet)"
  done
}

# cgroups_make NAME
cgroups_make() {
  local folder
  for folder in "${hierarchies[@]}"; do
    mkdir -p "$folder/$FABRIC/$1/system" "$folder/$FABRIC/$1/fairlead"
    if [ -f "$folder/cpuset.cpus" ]; then inherit_cpuset "$folder" "/$FABRIC" "/$1" /system; fi
  done
}

# inherit_cpuset FOLDER BELOW...: a group without cores and memory nodes takes no process.
inherit_cpuset() {
  local folder=$1 below file
  shift
  for below in "$@"; do
    for file in cpuset.cpus cpuset.mems; do
      [ -n "$(cat "$folder$below/$file")" ] || cat "$folder/$file" >"$folder$below/$file"
    done
    folder+=$below
  done
}

# cgroups_bound NAME CPU_UNITS MEBIBYTES: what the containers of an instance may take together.
cgroups_bound() {
  local group=$FABRIC/$1/fairlead
  echo 100000 >"$cgroup_root/cpu/$group/cpu.cfs_period_us"
  echo $(($2 * 100000 / 1024)) >"$cgroup_root/cpu/$group/cpu.cfs_quota_us"
  echo "$3M" >"$cgroup_root/memory/$group/memory.limit_in_bytes"
}

# cgroups_mount: in the instance, shows as the root what is the root there.
cgroups_mount() {
  local folder
  for folder in "${hierarchies[@]}"; do
    umount "$folder"
    mount_hierarchy "$folder"
  done
}

mount_hierarchy() {
  local name=${1##*/}
  if [ "$name" = unified ]; then
    mount -t cgroup2 cgroup2 "$1"
  elif grep -q "^${name%%,*}[[:space:]]" /proc/cgroups; then
    mount -t cgroup -o "$name" cgroup "$1"
  else
    mount -t cgroup -o "none,name=$name" cgroup "$1"
  fi
}

# cgroup_join GROUP: whoever calls this is in the group from now on.
cgroup_join() {
  local folder
  for folder in "${hierarchies[@]}"; do
    # A container need not be in all of them.
    [ ! -d "$folder/$FABRIC/$1" ] || echo "$BASHPID" >"$folder/$FABRIC/$1/cgroup.procs"
  done
}

# cgroup_processes GROUP: those in this very group, as this machine numbers them.
cgroup_processes() { cat "${hierarchies[0]}/$FABRIC/$1/cgroup.procs" 2>/dev/null || true; }

# processes NAME: all of an instance, and what a fault has put beside it.
processes() {
  find "${hierarchies[0]}/$FABRIC/$1" "${hierarchies[0]}/$FABRIC/$1.beside" -name cgroup.procs -exec cat {} + 2>/dev/null || true
}

# cgroup_beside NAME: whoever calls this is killed with the instance, and not frozen with it.
cgroup_beside() {
  mkdir -p "${hierarchies[0]}/$FABRIC/$1.beside"
  cgroup_join "$1.beside"
}

cgroups_freeze() { echo FROZEN >"${hierarchies[0]}/$FABRIC/$1/freezer.state"; }
cgroups_thaw() { echo THAWED >"${hierarchies[0]}/$FABRIC/$1/freezer.state"; }
cgroups_frozen() { grep -q '^FR' "${hierarchies[0]}/$FABRIC/$1/freezer.state" 2>/dev/null; }

# container_groups NAME [ID]: those of its containers, whether or not its engine runs; by the beginning of an id, one.
container_groups() {
  local folder=${hierarchies[0]}/$FABRIC
  { find "$folder/$1/fairlead" -type d -regextype posix-extended -regex '.*/[0-9a-f]{64}' -name "${2:-}*" 2>/dev/null || true; } |
    sed "s|^$folder/||"
}

# memory_limit GROUP: bytes, by its own bound or by one above it.
memory_limit() { sed -n 's/^hierarchical_memory_limit //p' "$cgroup_root/memory/$FABRIC/$1/memory.stat"; }

# cgroups_remove NAME: ends what still lives in them. A frozen process dies when it is thawed, not before.
cgroups_remove() {
  local tries left
  for ((tries = 0; tries < 100; tries++)); do
    find "${hierarchies[0]}/$FABRIC/$1" -name freezer.state -exec sh -c 'echo THAWED >"$1"' _ {} \; 2>/dev/null || true
    left=$(processes "$1")
    [ -n "$left" ] || break
    # shellcheck disable=SC2086 # one word a process
    kill -KILL $left 2>/dev/null || true
    sleep 0.02
  done
  for left in "${hierarchies[@]}"; do
    find "$left/$FABRIC/$1" "$left/$FABRIC/$1.beside" -depth -type d -exec rmdir {} \; 2>/dev/null || true
  done
}

# cgroups_made: the names of the instances that have any.
cgroups_made() {
  local folder
  for folder in "${hierarchies[@]/%//$FABRIC}"; do
    find "$folder" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' 2>/dev/null || true
  done | sed 's/\.beside$//' | sort -u
}

# cgroups_end: the fabric has none any more.
cgroups_end() { rmdir "${hierarchies[@]/%//$FABRIC}" 2>/dev/null || true; }
