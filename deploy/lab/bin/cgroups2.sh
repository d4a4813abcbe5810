# Sourced by cgroups.sh: version 2. A group has the controllers that the group above hands down; one that hands any down
# holds no process itself, but for the root of the machine.

cgroup_hierarchies() { hierarchies=("$cgroup_root"); }

# has FILE WORD
has() { grep -qw "$2" "$1" 2>/dev/null; }

missing_cgroups() {
  local controller
  if [ "$(id -u)" = 0 ] && [ ! -w "$cgroup_root/cgroup.subtree_control" ]; then
    echo "a writable $cgroup_root: mount -o remount,rw $cgroup_root"
    return
  fi
  [ "$(printf '%s\n' 5.2 "$(uname -r)" | sort -V | head -n 1)" = 5.2 ] ||
    echo "Linux 5.2 or later, which can freeze groups of version 2: this is $(uname -r)"
  for controller in cpu memory pids; do
    if ! has "$cgroup_root/cgroup.controllers" "$controller"; then
      echo "the cgroup controller $controller: boot with cgroup_enable=$controller, and unmount the hierarchy of version 1 that has it, if there is one"
    elif [ -f "$cgroup_root/cgroup.type" ] && [ -n "$(cat "$cgroup_root/cgroup.procs")" ] && ! has "$cgroup_root/cgroup.subtree_control" "$controller"; then
      # As in a container: that is not the root of the machine.
      echo "the cgroup controller $controller for groups below $cgroup_root, which holds processes itself: mkdir $cgroup_root/init &&" \
        "for p in \$(cat $cgroup_root/cgroup.procs); do echo \$p >$cgroup_root/init/cgroup.procs; done"
    fi
  done
}

# hand_down FOLDER: to the groups below, what bounds and what engines make use of.
hand_down() {
  local controller
  for controller in cpu memory pids cpuset io; do
    if has "$1/cgroup.controllers" "$controller" && ! has "$1/cgroup.subtree_control" "$controller"; then
      echo "+$controller" >"$1/cgroup.subtree_control"
    fi
  done
}

cgroups_prepare() {
  hand_down "$cgroup_root"
  hand_down "$cgroup_root/$FABRIC"
}

cgroups_bound() {
  local folder=$cgroup_root/$FABRIC/$1
  hand_down "$folder"
  echo "$(($2 * 100000 / 1024)) 100000" >"$folder/fairlead/cpu.max"
  echo "$3M" >"$folder/fairlead/memory.max"
  [ ! -f "$folder/fairlead/memory.swap.max" ] || echo 0 >"$folder/fairlead/memory.swap.max"
}

mount_hierarchy() { mount -t cgroup2 cgroup2 "$1"; }

cgroups_freeze() { echo 1 >"$cgroup_root/$FABRIC/$1/cgroup.freeze"; }
cgroups_thaw() { echo 0 >"$cgroup_root/$FABRIC/$1/cgroup.freeze"; }
cgroups_frozen() { [ "$(cat "$cgroup_root/$FABRIC/$1/cgroup.freeze" 2>/dev/null)" = 1 ]; }

# Linux 5.14 kills a whole group at once.
cgroups_kill() {
  local folder
  for folder in "$cgroup_root/$FABRIC/$1" "$cgroup_root/$FABRIC/$1.beside"; do
    [ ! -d "$folder" ] || { echo 1 >"$folder/cgroup.kill"; } 2>/dev/null || kill_processes "$1"
  done
}

memory_limit() {
  local group=$1 limit least=
  while [ "$group" != . ]; do
    limit=$(cat "$cgroup_root/$FABRIC/$group/memory.max") || return
    if [ "$limit" != max ] && [ "$limit" -lt "${least:-$((limit + 1))}" ]; then least=$limit; fi
    group=$(dirname "$group")
  done
  echo "$least"
}
