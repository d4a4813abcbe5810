# Sourced by fairlead: the machines of a lab of real instances, out of the kernel's parts. docs/lab.md tells how.
#
# All that is made bears the fabric's name, which follows from FAIRLEAD_HOME: fl and six hex digits. What is there is
# asked of the kernel, never of a list of ours, so that a teardown finds all of it whoever died before.
#
#   FABRIC                          interface of this machine with which it reaches the hub
#   /run/netns/FABRIC-hub           network namespace of the control plane, with the bridge `instances`
#   /run/netns/FABRIC.NAME          network namespace of an instance
#   the cgroups FABRIC/NAME         all processes of an instance; cgroups.sh tells more
#
#   FAIRLEAD_HOME/lab/network       first two numbers of all addresses, such as 10.77
#   FAIRLEAD_HOME/lab/instances/NAME/
#     settings                      NAME=value: number, zone, type, cpu, memory, disk, attributes
#     disk                          a file system of that size, with the engine's data
#     docker/ agent/ etc/           where the instance sees its disk, the agent's credentials, what the engine sees as /etc/docker
#     agent.config                  what the agent is told, which waits for it
#     run/                          docker.sock; init, the process id of its first process; hold-engine, hold-agent,
#                                   clock: what faults leave for init
#     log/                          of engine and agent

FABRIC=fl$(printf %s "$FAIRLEAD_HOME" | sha1sum | cut -c 1-6)
fabric_home=$FAIRLEAD_HOME/lab

# Says everything that is missing, not only the first.
require_fabric() {
  local missing=() program
  [ "$(uname -s)" = Linux ] || missing+=("Linux: this is $(uname -s)")
  [ "$(id -u)" = 0 ] || missing+=("root: you are $(id -un); try sudo -E fairlead lab")
  for program in ip nsenter unshare nft dockerd docker openssl sha1sum mkfs.ext4 fallocate; do
    command -v "$program" >/dev/null 2>&1 || missing+=("the program $program: apt-get install $(package_of "$program")")
  done
  while read -r program; do missing+=("$program"); done < <(missing_cgroups)
  if [ ${#missing[@]} -gt 0 ]; then
    fail 1 "A lab of real instances cannot be made here. What is missing:" "${missing[@]/#/- }" \
      "Simulated instances need none of it: fairlead up --simulated 4"
  fi
}

package_of() {
  case $1 in
    ip) echo iproute2 ;; nsenter | unshare | fallocate) echo util-linux ;; nft) echo nftables ;; sha1sum) echo coreutils ;; mkfs.ext4) echo e2fsprogs ;;
    dockerd | docker) echo docker.io ;; *) echo "$1" ;;
  esac
}

network() {
  local net
  read -r net <"$fabric_home/network"
  printf '%s' "$net"
}
hub_address() { printf '%s.0.1' "$(network)"; }
in_hub() { nsenter --net="/run/netns/$FABRIC-hub" "$@"; }

# The hub: a bridge that instances are plugged into, and one cable to this machine. Calls go from this machine into the
# lab; nothing in the lab finds a way out, neither to this machine nor beyond.
hub_up() {
  # The rules come last: without them it is half a hub, of a start that was killed.
  if in_hub nft list table ip hub >/dev/null 2>&1; then return; fi
  fabric_down
  mkdir -p "$fabric_home/instances"
  ip netns add "$FABRIC-hub"
  ip link add "$FABRIC" type veth peer name host0 netns "$FABRIC-hub"
  ip link set "$FABRIC" up
  claim_network
  local net
  net=$(network)
  in_hub bash -euo pipefail -c "
    echo 1 >/proc/sys/net/ipv4/ip_forward
    ip link set lo up
    ip link add instances address 02:00:00:00:00:01 type bridge # not that of whatever is plugged in
    ip address add $net.0.1/24 dev instances
    ip link set instances up
    ip address add $net.255.1/30 dev host0
    ip link set host0 up
    nft -f -" <<NFT
table ip hub {
  chain forward {
    type filter hook forward priority 0
    iif instances oif host0 ct state new drop
  }
  chain source {
    type nat hook postrouting priority 100
    iif host0 oif instances masquerade
  }
}
NFT
}

# The first network that this machine has no route to; adding ours is what claims it.
claim_network() {
  local second
  for second in $(cat "$fabric_home/network" 2>/dev/null | cut -d. -f2) $(seq 77 127); do
    ip address replace "10.$second.255.2/30" dev "$FABRIC" 2>/dev/null || continue
    if ! ip route show "10.$second.0.0/16" | grep -q . &&
      ip route add "10.$second.0.0/16" via "10.$second.255.1" dev "$FABRIC" 2>/dev/null; then
      echo "10.$second" >"$fabric_home/network"
      return
    fi
    ip address flush dev "$FABRIC"
  done
  fail 1 "No free network among 10.77.0.0/16 to 10.127.0.0/16: this machine has a route to each."
}

hub_down() {
  ip link delete "$FABRIC" 2>/dev/null || true
  [ ! -e "/run/netns/$FABRIC-hub" ] || ip netns delete "$FABRIC-hub"
}

# plug NAME: its network namespace, with a cable to the hub whose end there bears the instance's name.
plug() {
  local name=$1 net number
  net=$(network) number=$(setting "$1" number)
  unplug "$name"
  ip netns add "$FABRIC.$name"
  ip -netns "$FABRIC-hub" link add "$name" type veth peer name eth0 netns "$FABRIC.$name"
  ip -netns "$FABRIC-hub" link set "$name" master instances up
  ip -netns "$FABRIC-hub" route replace "$net.$number.0/24" via "$(address "$name")"
  nsenter --net="/run/netns/$FABRIC.$name" bash -euo pipefail -c "
    echo 1 >/proc/sys/net/ipv4/ip_forward
    ip link set lo up
    ip address add $(address "$name")/24 dev eth0
    ip link set eth0 up
    ip route add $net.0.0/17 via $net.0.1"
}

unplug() {
  ip -netns "$FABRIC-hub" link delete "$1" 2>/dev/null || true
  ip -netns "$FABRIC-hub" link delete "$1.r" 2>/dev/null || true # of a fault
  [ ! -e "/run/netns/$FABRIC.$1" ] || ip netns delete "$FABRIC.$1"
}

# made: the names of all instances of which anything is there.
made() {
  {
    ls /run/netns 2>/dev/null | sed -n "s/^$FABRIC\.//p"
    cgroups_made
  } | sort -u
}

# fabric_down: after it nothing bears the fabric's name.
fabric_down() {
  power_off_all
  cgroups_end
  hub_down
}
