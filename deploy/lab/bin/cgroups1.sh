# Sourced by cgroups.sh: version 1, alone or with an empty hierarchy of version 2 beside it.

cgroup_hierarchies() {
  local folder
  hierarchies=("$cgroup_root/freezer")
  for folder in "$cgroup_root"/*; do
    if [ -f "$folder/cgroup.procs" ] && [ ! -L "$folder" ] && [ "$folder" != "$cgroup_root/freezer" ]; then hierarchies+=("$folder"); fi
  done
}

missing_cgroups() {
  local controller
  if ! compgen -G "$cgroup_root/*/cgroup.procs" >/dev/null; then
    echo "cgroups, of which $cgroup_root has none: mount -t cgroup2 cgroup2 $cgroup_root"
    return
  fi
  for controller in cpu cpuacct cpuset memory devices blkio pids freezer; do
    [ -f "$cgroup_root/$controller/cgroup.procs" ] ||
      echo "the cgroup controller $controller: mkdir $cgroup_root/$controller && mount -t cgroup -o $controller cgroup $cgroup_root/$controller"
  done
}

# A group without cores and memory nodes takes no process.
cgroups_prepare() {
  local folder file
  for folder in "/$FABRIC" "/$FABRIC/$1" "/$FABRIC/$1/system"; do
    for file in cpuset.cpus cpuset.mems; do
      [ -n "$(cat "$cgroup_root/cpuset$folder/$file")" ] || cat "$cgroup_root/cpuset$folder/../$file" >"$cgroup_root/cpuset$folder/$file"
    done
  done
}

cgroups_bound() {
  local cpu=$cgroup_root/cpu/$FABRIC/$1/fairlead memory=$cgroup_root/memory/$FABRIC/$1/fairlead
  echo 100000 >"$cpu/cpu.cfs_period_us"
  echo $(($2 * 100000 / 1024)) >"$cpu/cpu.cfs_quota_us"
  echo "$3M" >"$memory/memory.limit_in_bytes"
  [ ! -f "$memory/memory.memsw.limit_in_bytes" ] || echo "$3M" >"$memory/memory.memsw.limit_in_bytes"
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

cgroups_freeze() { echo FROZEN >"$cgroup_root/freezer/$FABRIC/$1/freezer.state"; }
cgroups_thaw() { echo THAWED >"$cgroup_root/freezer/$FABRIC/$1/freezer.state"; }
cgroups_frozen() { grep -q '^FR' "$cgroup_root/freezer/$FABRIC/$1/freezer.state" 2>/dev/null; }

# A frozen process dies when it is thawed, not before.
cgroups_kill() {
  find "$cgroup_root/freezer/$FABRIC/$1" -name freezer.state -exec sh -c 'echo THAWED >"$1"' _ {} \; 2>/dev/null || true
  kill_processes "$1"
}

memory_limit() { sed -n 's/^hierarchical_memory_limit //p' "$cgroup_root/memory/$FABRIC/$1/memory.stat"; }
