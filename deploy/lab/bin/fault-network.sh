# Sourced by fault: what can be wrong with an instance's cable, or with that of one container.

cable=(nsenter --net="/run/netns/$FABRIC.$name")

# rules: a table named after the fault, of the chains that come in; each way on its own, before the engine's rules see anything
# and after they have.
rules() {
  printf 'add table ip fault-%s\ndelete table ip fault-%s\ntable ip fault-%s {\n%s\n}\n' "$fault" "$fault" "$fault" "$(cat)" |
    "${cable[@]}" nft -f -
}

no_rules() { "${cable[@]}" nft "add table ip fault-$fault; delete table ip fault-$fault"; }

# drop_in CONDITION..., drop_out CONDITION...: a chain that drops what comes or goes by the cable.
drop_in() { echo "chain in { type filter hook prerouting priority -400; iif eth0 $* drop; }"; }
drop_out() { echo "chain out { type filter hook postrouting priority 400; oif eth0 $* drop; }"; }

drop_share() { { drop_in "numgen random mod 100 < $1" && drop_out "numgen random mod 100 < $1"; } | rules; }

# Of the other, what bears its address and what bears those of its containers.
drop_pair() {
  local others
  [ -f "$(instance_folder "$1")/settings" ] || fail 1 "There is no instance $1. There are: $(known | paste -sd' ')"
  [ "$1" != "$name" ] || fail 1 "$name does not need a cable to reach itself"
  others="{ $(address "$1"), $(network).$(setting "$1" number).0/24 }"
  { drop_in "ip saddr $others" && drop_out "ip daddr $others"; } | rules
}

drop_port() { { drop_in "ip saddr $(hub_address) tcp sport $1" && drop_out "ip daddr $(hub_address) tcp dport $1"; } | rules; }

# Whoever connects hears no at once.
refuse_port() {
  echo "chain out { type filter hook output priority 0; ip daddr $(hub_address) tcp dport $1 reject with tcp reset; }" | rules
}

# A cable has one queue.
require_no_queue() {
  ! in_hub tc qdisc show dev "$name" root | grep -Eq ' (tbf|netem) ' && ! in_hub ip link show "$name.r" >/dev/null 2>&1 ||
    fail 1 "$name has bandwidth or delay already; heal that first"
}

# queue KIND PARAMETER...: both ends of the cable hand on packets so.
queue() {
  in_hub tc qdisc replace dev "$name" root "$@"
  "${cable[@]}" tc qdisc replace dev eth0 root "$@"
}

no_queue() {
  in_hub tc qdisc delete dev "$name" root 2>/dev/null || true
  "${cable[@]}" tc qdisc delete dev eth0 root 2>/dev/null || true
}

# delay MILLISECONDS [JITTER]
delay() {
  if in_hub tc qdisc replace dev lo root netem delay 0ms 2>/dev/null; then
    in_hub tc qdisc delete dev lo root
    queue netem delay "$1ms" "${2:-0}ms"
  elif ! relay "$1" "${2:-0}"; then
    no_relay
    fail 1 "The packets of $name cannot be delayed; see $folder/log/relay.log"
  fi
}

# For kernels without netem: the hub's end of the cable leaves the bridge, and a process hands on what goes between it and
# a cable to the bridge. It stands beside the instance, so a pause leaves it alone and a power-off ends it.
relay() {
  local log=$folder/log/relay.log end
  ip -netns "$FABRIC-hub" link add "$name.r" type veth peer name "$name.b" || return
  for end in "$name" "$name.r"; do
    in_hub sh -c "echo 8 >/proc/sys/net/ipv4/conf/$end/arp_ignore" || return # the hub is not found by this way
  done
  ip -netns "$FABRIC-hub" link set "$name.r" up && ip -netns "$FABRIC-hub" link set "$name.b" up || return
  : >"$log"
  (
    cgroup_beside "$name"
    exec setsid nsenter --net="/run/netns/$FABRIC-hub" "$JAVA_HOME/bin/java" "${relay_flags[@]}" \
      -cp "$(class_path deploy/lab)" io.fairlead.lab.relay.Relay "$name" "$name.r" "$1" "$2"
  ) >"$log" 2>&1 </dev/null &
  await $! 10 grep -q '^relays' "$log" &&
    ip -netns "$FABRIC-hub" link set "$name" nomaster && ip -netns "$FABRIC-hub" link set "$name.b" master instances
}

no_relay() {
  local pid
  if ip -netns "$FABRIC-hub" link delete "$name.r" 2>/dev/null; then
    ip -netns "$FABRIC-hub" link set "$name" master instances
  fi
  for pid in $(cgroup_processes "$name.beside"); do
    kill -KILL "$pid" 2>/dev/null || true
  done
}

fault_of_network() {
  case $step:$fault in
    begin:partition) ip -netns "$FABRIC-hub" link set "$name" down ;;
    end:partition) ip -netns "$FABRIC-hub" link set "$name" up ;;
    begin:partition-in) drop_in | rules ;;
    begin:partition-out) drop_out | rules ;;
    begin:partition-pair) drop_pair "$value" ;;
    begin:partition-kafka) drop_port $((port + 3)) ;;
    begin:pull-fail) refuse_port $((port + 7)) ;;
    begin:pull-stall) drop_port $((port + 7)) ;;
    begin:loss) drop_share "$value" ;;
    end:partition-* | end:pull-* | end:loss) no_rules ;;
    begin:bandwidth) require_no_queue && queue tbf rate "$value" burst 16kb latency 400ms ;;
    # shellcheck disable=SC2046 # 50ms,10ms are two numbers
    begin:delay) require_no_queue && delay $(tr -d ms <<<"${value/,/ }") ;;
    end:bandwidth) no_queue ;;
    end:delay) no_queue && no_relay ;;
    *) fail 1 "There is no fault $fault to $step on a real instance" ;;
  esac
}
