# Sourced by the benchmarks of this folder: the checkout, a JDK, an installation of their own, and how they are run.

root=$(cd -P "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$root/.mvn/find-jdk.sh"
. "$root/deploy/lab/bin/heap.sh"

# build_bench: builds what is older than its sources, once; before anything runs that the build would disturb.
build_bench() {
  if [ -z "${bench_built:-}" ]; then
    (cd "$root" && ./mvnw -q -pl deploy/bench -am package -DskipTests >&2)
    bench_built=yes
  fi
}

# own_installation FLAGS...: starts an installation in a folder of its own, as `fairlead up FLAGS` does. It is taken away
# at the end; FAIRLEAD_BENCH_KEEP names a folder that gets its logs.
own_installation() {
  build_bench
  own_home
  "$root/fairlead" up "$@" >&2
}

# own_home: the folder and the port of an installation of the benchmark's own, which is taken away at the end.
own_home() {
  home=$(mktemp -d "${TMPDIR:-/tmp}/fairlead-bench.XXXXXX")
  export FAIRLEAD_HOME=$home FAIRLEAD_PORT=${FAIRLEAD_PORT:-17430}
  trap take_away EXIT
}

take_away() {
  if [ -n "${FAIRLEAD_BENCH_KEEP:-}" ]; then cp -r "$home/log" "$FAIRLEAD_BENCH_KEEP"; fi
  "$root/fairlead" reset --yes >/dev/null 2>&1 || true
  rm -rf "$home"
}

# run_bench MIB CLASS ARGUMENTS...: runs a class of io.fairlead.bench.
run_bench() {
  local heap=$1 class=$2
  shift 2
  build_bench
  "$JAVA_HOME/bin/java" $(heap_flags "$heap") -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow \
    -cp "$root/deploy/bench/target/classes:$root/deploy/bench/target/lib/*" "io.fairlead.bench.$class" "$@"
}

# run_of_tests MIB CLASS ARGUMENTS...: the same with a class of the scheduler's tests, which have no jar.
run_of_tests() {
  local heap=$1 class=$2 scheduler=$root/scheduler-service
  local path=$scheduler/target/tests.classpath stale=
  shift 2
  [ -f "$path" ] && stale=$(find "$scheduler/src" "$root/agent-service/src" -name '*.java' -newer "$path" | head -n 1)
  if [ ! -f "$path" ] || [ -n "$stale" ]; then
    (cd "$root" && ./mvnw -q -pl scheduler-service -am -DskipTests package dependency:build-classpath \
      -Dmdep.includeScope=test -Dmdep.outputFile=target/tests.classpath >&2)
  fi
  exec "$JAVA_HOME/bin/java" -ea $(heap_flags "$heap") -XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow \
    -cp "$scheduler/target/test-classes:$scheduler/target/classes:$(cat "$path")" "io.fairlead.scheduler.$class" "$@"
}
