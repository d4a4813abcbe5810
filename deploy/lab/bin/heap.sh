# Sourced by all that starts a service or a benchmark.

# default_memory INSTANCES: the heap in MiB of a lab with so many simulated instances.
default_memory() {
  if [ "$1" -gt 100 ]; then echo $((2048 + $1 / 10)); else echo 768; fi
}

# heap_flags MIB [YOUNG]: the flags of a JVM with a heap of so many, a word each. A large one is there for a large cluster
# or for load: most garbage dies young, so half of it is young, or YOUNG; state lies scattered over pages of 2 MiB rather
# than 4 KiB; and all pages are had before it starts, as to get them took a third of each collection's time.
heap_flags() {
  if [ "$1" -le 2048 ]; then
    printf '%s ' -Xmx"$1"m -XX:+UseSerialGC
    return
  fi
  printf '%s ' -Xmx"$1"m -Xms"$1"m -Xmn"${2:-$(($1 / 2))}"m -XX:+UseParallelGC -XX:+AlwaysPreTouch
  if grep -qs '\[\(always\|madvise\)\]' /sys/kernel/mm/transparent_hugepage/enabled; then
    printf '%s ' -XX:+UseTransparentHugePages
  fi
}
