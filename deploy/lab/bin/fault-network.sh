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

# queue KIND PARAMETER...: both ends of the cable hand on packets so; a cable has one queue.
queue() {
  ! in_hub tc qdisc show dev "$name" root | grep -Eq ' (tbf|netem) ' ||
    fail 1 "$name has bandwidth or delay already; heal that first"
  in_hub tc qdisc replace dev "$name" root "$@"
  "${cable[@]}" tc qdisc replace dev eth0 root "$@"
}

no_queue() {
  in_hub tc qdisc delete dev "$name" root 2>/dev/null || true
  "${cable[@]}" tc qdisc delete dev eth0 root 2>/dev/null || true
}

delay() {
  in_hub tc qdisc replace dev lo root netem delay 0ms 2>/dev/null ||
    fail 1 "delay needs the kernel's netem (CONFIG_NET_SCH_NETEM; modprobe sch_netem), which is not there"
  in_hub tc qdisc delete dev lo root
  # shellcheck disable=SC2086 # delay and jitter
  queue netem delay ${1/,/ }
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
    begin:bandwidth) queue tbf rate "$value" burst 16kb latency 400ms ;;
    begin:delay) delay "$value" ;;
    end:bandwidth | end:delay) no_queue ;;
    *) fail 1 "There is no fault $fault to $step on a real instance" ;;
  esac
}
