# Sourced by fairlead: builds what is missing or older than its sources.

. "$FAIRLEAD_ROOT/deploy/lab/bin/heap.sh"

fairlead_stamp=$FAIRLEAD_ROOT/deploy/lab/target/built

# A cache of loaded classes fits only the flags with which it was made.
client_flags=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx256m
  -Dio.grpc.netty.shaded.io.netty.transport.noNative=true -Dio.grpc.netty.shaded.io.netty.jfr.enabled=false
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

lab_flags=(-XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# Methods are compiled once more, for speed, only when they are called so often that it pays: a small lab shares its
# cores with its containers. Five times the thresholds that the JVM would take; with 20 or 200 times, 100 tasks start
# a tenth later, and the lab itself no sooner.
small_lab_flags=(-XX:Tier4InvocationThreshold=25000 -XX:Tier4MinInvocationThreshold=3000
  -XX:Tier4CompileThreshold=75000 -XX:Tier4BackEdgeThreshold=200000)

# A lab of many simulated instances is there for its load: it compiles much, and each time that a good part of the room
# for compiled methods fills, the collector would stop the world to look for dead ones. Three threads carry the agents'
# steps: two stand behind the control plane's own threads (4,650 tasks a second instead of 5,050), eight wake each other.
large_lab_flags=(-XX:ReservedCodeCacheSize=1g -Djdk.virtualThreadScheduler.parallelism=3 -Dfairlead.agent-log=WARN)

# An agent of a lab has its machine for itself only in appearance: many of them share the cores.
# Nor does the JVM need to know of its cgroup: the heap is bounded here.
agent_flags=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx192m -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError
  -XX:-UseContainerSupport --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

# What delays an instance's packets has few of them at a time.
relay_flags=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx192m -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED)

# await PROCESS SECONDS COMMAND...: until the command succeeds; fails once the process has ended or the time is up.
await() {
  local process=$1 tries=$(($2 * 20))
  shift 2
  until "$@"; do
    kill -0 "$process" 2>/dev/null && [ $((tries--)) -gt 0 ] || return 1
    sleep 0.05
  done
}

# class_path MODULE: the jars of a built module, for java -cp. The order is fixed, as a cache of loaded classes needs it.
class_path() {
  local jars
  jars=$(printf '%s:' "$FAIRLEAD_ROOT/$1"/target/*.jar "$FAIRLEAD_ROOT/$1"/target/lib/*.jar)
  printf '%s' "${jars%:}"
}

# cache_flags lab|agent: the cache of loaded classes of the one or the other, which have the same class path.
cache_flags() {
  local cache=$FAIRLEAD_ROOT/deploy/lab/target/$1.aot
  [ -f "$cache" ] || cache=$FAIRLEAD_ROOT/deploy/lab/target/lab.aot
  if [ -f "$cache" ]; then printf '%s' "-XX:AOTCache=$cache -Xlog:aot=off -Xlog:cds=off"; fi
}

# What the training has made, which takes a core three seconds, and a new installation gets: PostgreSQL's programs and what
# a new database begins with. Nobody writes to any of it, so the same files will do where the file system is the same.
unpacked=$FAIRLEAD_ROOT/deploy/lab/target/programs
copy_unpacked() {
  if [ -d "$unpacked" ] && [ ! -d "$1" ]; then
    rm -rf "$1.unfinished"
    mkdir -p "${1%/*}"
    cp -rl "$unpacked" "$1.unfinished" 2>/dev/null || { rm -rf "$1.unfinished" && cp -r "$unpacked" "$1.unfinished"; }
    mv "$1.unfinished" "$1"
  fi
}

newer_source() {
  find "$FAIRLEAD_ROOT/pom.xml" "$FAIRLEAD_ROOT"/{proto,api-gateway,scheduler-service,registry-service,agent-service,cli,deploy/lab} \
    \( -name target -o -path '*/src/test' \) -prune -o \
    -type f \( -name '*.java' -o -name '*.proto' -o -name pom.xml -o -path '*/src/main/resources/*' \) \
    -newer "$fairlead_stamp" -print -quit
}

# ensure_built client|all: the client starts as it was built; only `up` looks at every source.
# FAIRLEAD_AS_BUILT=1 takes the jars as they lie there: for tests, which run in the midst of a build.
ensure_built() {
  if [ -n "${FAIRLEAD_AS_BUILT:-}" ]; then return; fi
  FAIRLEAD_AS_BUILT=1 # one look is enough
  if [ ! -f "$fairlead_stamp" ]; then
    say "Building Fairlead (once; a first build takes a minute or two)"
    build
  elif [ "$1" = all ] && [ -n "$(newer_source)" ]; then
    say "Building Fairlead: sources are newer than the build"
    build
  fi
}

build() {
  local begin=$SECONDS log=$FAIRLEAD_ROOT/deploy/lab/target/build.log
  mkdir -p "$(dirname "$log")"
  touch "$fairlead_stamp.begun"
  if ! (cd "$FAIRLEAD_ROOT" && ./mvnw -B package -Dmaven.test.skip=true -Dspotless.check.skip=true -pl deploy/lab,cli -am 2>&1) |
    tee "$log" | progress; then
    grep -E '^\[(ERROR|WARNING)\]|^\[FATAL\]' "$log" | head -20 >&2 || true
    fail 1 "The build failed." "The whole output is in $log"
  fi
  train_client
  train_lab
  printf '%s\n' "$JAVA_HOME" >"$built_jdk"
  mv "$fairlead_stamp.begun" "$fairlead_stamp"
  say "  built in $((SECONDS - begin)) s"
}

# One line a module, so that one sees it move.
progress() {
  sed -n -u 's/^\[INFO\] Building \(.*\) [0-9][^ ]* *\(\[.*\]\)$/  \2 \1/p' >&2
}

# Classes of the client as the JVM likes to find them: takes half of the start-up time away. Without it all works too.
train_client() {
  local cache=$FAIRLEAD_ROOT/cli/target/fairlead.aot log=$FAIRLEAD_ROOT/cli/target/training.log
  local fresh=$cache.new home
  rm -f "$cache" "$fresh"
  home=$(mktemp -d)
  (cd "$FAIRLEAD_ROOT/cli/target" && FAIRLEAD_HOME=$home "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$fresh" \
    "${client_flags[@]}" -cp "$(class_path cli)" io.fairlead.cli.StartUpTraining) >"$log" 2>&1 || true
  rm -rf "$home"
  # An empty file is what a failed assembly leaves behind.
  if [ -s "$fresh" ]; then
    mv "$fresh" "$cache"
  else
    say "  (the client's start-up could not be trained, so it starts slower; see $log)"
  fi
}

# The same for the lab, which without it starts four times slower: one is started on simulated instances and a folder of
# its own, and stopped, and an agent beside it. FAIRLEAD_NO_TRAINING=1 leaves it out.
train_lab() {
  local cache=$FAIRLEAD_ROOT/deploy/lab/target/lab.aot log=$FAIRLEAD_ROOT/deploy/lab/target/training.log
  local fresh=$cache.new home pid port=$((20000 + $$ % 10000))
  rm -f "$cache" "$fresh" "$FAIRLEAD_ROOT/deploy/lab/target/agent.aot"
  if [ -n "${FAIRLEAD_NO_TRAINING:-}" ]; then return; fi
  say "  Training the start (once a build)"
  home=$(mktemp -d)
  "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$fresh" $(heap_flags 768) "${small_lab_flags[@]}" "${lab_flags[@]}" -cp "$(class_path deploy/lab)" \
    io.fairlead.lab.LabMain --home "$home" --port "$port" --instances 1 --runtime simulated \
    >"$log" 2>&1 </dev/null &
  pid=$!
  if await "$pid" 120 test -f "$home/run/ready"; then train_agent "$home" "$port"; fi
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
  rm -rf "$unpacked"
  cp -r "$home/data/programs" "$unpacked" 2>/dev/null || rm -rf "$unpacked"
  rm -rf "$home"
  if [ -s "$fresh" ]; then
    mv "$fresh" "$cache"
  else
    say "  (the start could not be trained, so it takes longer; see $log)"
  fi
}

agent_has_begun() { grep -q "Startup completed" "$1" && grep -Eq "containers found|cannot reach the engine" "$1"; }

# train_agent HOME PORT: an agent of a lab that serves there; it looks at this machine's engine, if there is one.
train_agent() {
  local cache=$FAIRLEAD_ROOT/deploy/lab/target/agent.aot log=$FAIRLEAD_ROOT/deploy/lab/target/training-agent.log
  local token pid
  token=$(FAIRLEAD_HOME=$1 FAIRLEAD_AS_BUILT=1 "$FAIRLEAD_ROOT/fairlead" instances token 2>"$log") || return 0
  env FAIRLEAD_JOIN_TOKEN="$token" ECS_BACKEND_HOST="127.0.0.1:$(($2 + 1))" ECS_DATADIR="$1/agent" \
    FAIRLEAD_KAFKA_BOOTSTRAP_SERVERS="127.0.0.1:$(($2 + 3))" FAIRLEAD_INSTALLATION=training \
    FAIRLEAD_INSTANCE_CPU=1024 FAIRLEAD_INSTANCE_MEMORY=512 MICRONAUT_SERVER_PORT=-1 \
    "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$cache.new" "${agent_flags[@]}" -cp "$(class_path deploy/lab)" \
    io.fairlead.agent.AgentMain >>"$log" 2>&1 </dev/null &
  pid=$!
  await "$pid" 20 agent_has_begun "$log" || true
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
  # Without it the lab's own serves agents, too.
  if [ -s "$cache.new" ]; then mv "$cache.new" "$cache"; fi
}
