# Sourced by fairlead, fault and init, which know FABRIC: the groups by which the kernel lists, freezes and bounds the processes
# of an instance. Nothing else in the lab knows where cgroups are mounted; cgroups1.sh and cgroups2.sh know their versions.
#
#   FABRIC/NAME            all processes of the instance, which sees this group as the root
#   FABRIC/NAME/system     its first process, its engine, its agent
#   FABRIC/NAME/fairlead   its containers, bounded together by its capacity: the engine's cgroup-parent, below which agents
#                          make the groups of tasks
#   FABRIC/NAME.beside     what a fault has put beside it
#
# Version 2 has one hierarchy, version 1 one for each controller and some for none, with such a tree in each. A group is named
# by what comes after FABRIC, without a slash before it. Both versions have these:
#
#   missing_cgroups                      what there must be and is not, a line each
#   cgroups_prepare NAME                 makes new groups fit to take processes
#   cgroups_bound NAME CPU_UNITS MIB     what the containers may take together; no process may be in FABRIC/NAME itself by then
#   cgroups_freeze, _thaw, _frozen NAME  all processes of the instance
#   cgroups_kill NAME                    these and what is beside it, also when frozen
#   memory_limit GROUP                   bytes, by its own bound or by one above it

# cgroups_at FOLDER: finds out what is mounted there. The first of the hierarchies lists and freezes.
cgroups_at() {
  cgroup_root=$1
  if [ "$(stat -fc %T "$1" 2>/dev/null)" = cgroup2fs ]; then
    . "${BASH_SOURCE[0]%/*}/cgroups2.sh"
  else
    . "${BASH_SOURCE[0]%/*}/cgroups1.sh"
  fi
  cgroup_hierarchies
}

cgroups_make() {
  local folder
  for folder in "${hierarchies[@]}"; do mkdir -p "$folder/$FABRIC/$1/system" "$folder/$FABRIC/$1/fairlead"; done
  cgroups_prepare "$1"
}

# cgroups_mount: in the instance, shows as the root what is the root there.
cgroups_mount() {
  local folder
  for folder in "${hierarchies[@]}"; do
    umount "$folder"
    mount_hierarchy "$folder"
  done
}

# cgroup_join GROUP: whoever calls this is in the group from now on.
cgroup_join() {
  local folder
  for folder in "${hierarchies[@]}"; do
    # A container need not be in all of them.
    [ ! -d "$folder/$FABRIC/$1" ] || echo "$BASHPID" >"$folder/$FABRIC/$1/cgroup.procs"
  done
}

# cgroup_beside NAME: whoever calls this is killed with the instance, and not frozen with it.
cgroup_beside() {
  mkdir -p "${hierarchies[0]}/$FABRIC/$1.beside"
  cgroup_join "$1.beside"
}

# cgroup_processes GROUP: those in this very group, as this machine numbers them.
cgroup_processes() { cat "${hierarchies[0]}/$FABRIC/$1/cgroup.procs" 2>/dev/null || true; }

# processes NAME: all of an instance, and what a fault has put beside it.
processes() {
  find "${hierarchies[0]}/$FABRIC/$1" "${hierarchies[0]}/$FABRIC/$1.beside" -name cgroup.procs -exec cat {} + 2>/dev/null || true
}

kill_processes() {
  local process
  for process in $(processes "$1"); do kill -KILL "$process" 2>/dev/null || true; done
}

# container_groups NAME [ID]: those of its containers, whether or not its engine runs; by the beginning of an id, one.
container_groups() {
  local folder=${hierarchies[0]}/$FABRIC
  { find "$folder/$1/fairlead" -type d -regextype posix-extended -regex '.*/[0-9a-f]{64}' -name "${2:-}*" 2>/dev/null || true; } |
    sed "s|^$folder/||"
}

# cgroups_remove NAME: ends what still lives in them.
cgroups_remove() {
  local tries folder
  for ((tries = 0; tries < 100; tries++)); do
    [ -n "$(processes "$1")" ] || break
    cgroups_kill "$1"
    sleep 0.02
  done
  for folder in "${hierarchies[@]}"; do
    find "$folder/$FABRIC/$1" "$folder/$FABRIC/$1.beside" -depth -type d -exec rmdir {} \; 2>/dev/null || true
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

cgroups_at /sys/fs/cgroup
