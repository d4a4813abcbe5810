# Sourced by mvnw and fairlead: sets and exports JAVA_HOME to a JDK that can build and run Fairlead,
# or says what to install and fails.
# Looked at, in this order: FAIRLEAD_JAVA_HOME, JAVA_HOME, javac on the PATH, then the folders where
# Linux distributions, macOS, SDKMAN, asdf, mise, Gradle and IDEs put their JDKs (there: the lowest fitting version).
# Versions are read from the JDK's `release` file; no Java is started, so this takes a few milliseconds.

# Prints the home that was found. A subshell, so that its settings, names and exits stay its own.
fairlead_find_jdk() (
  set +f
  least=25

  # major HOME: the feature version of the JDK at HOME (a compiler must be there); fails when it is none.
  major() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    v=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1)
    [ -n "$v" ] && echo "$v"
  }

  # fits HOME: is this a JDK that is new enough?
  fits() {
    [ -n "$1" ] && v=$(major "$1") && [ "$v" -ge "$least" ]
  }

  # The home of the first javac on the PATH, links resolved (Debian's alternatives, SDKMAN's `current`).
  on_path() {
    found=$(command -v javac 2>/dev/null) || return 1
    while [ -L "$found" ]; do
      target=$(readlink "$found")
      case $target in
        /*) found=$target ;;
        *) found=$(dirname "$found")/$target ;;
      esac
    done
    (cd -P "$(dirname "$found")/.." && pwd)
  }

  # All JDK homes in the usual folders, one a line.
  usual_places() {
    user=${HOME:-/nonexistent}
    for home in \
      /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* /usr/local/*jdk* \
      "$user"/.sdkman/candidates/java/* "$user"/.jdks/* "$user"/.gradle/jdks/* \
      "$user"/.asdf/installs/java/* "$user"/.local/share/mise/installs/java/* "$user"/.jabba/jdk/* \
      /Library/Java/JavaVirtualMachines/*/Contents/Home "$user"/Library/Java/JavaVirtualMachines/*/Contents/Home \
      "$user"/.jdks/*/Contents/Home "$user"/.gradle/jdks/*/Contents/Home \
      /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec; do
      if [ -d "$home" ]; then printf '%s\n' "$home"; fi
    done
  }

  lowest_usual() {
    usual_places | while IFS= read -r home; do
      if fits "$home"; then printf '%s\t%s\n' "$(major "$home")" "$home"; fi
    done | sort -n | head -n 1 | cut -f 2
  }

  if [ -n "${FAIRLEAD_JAVA_HOME:-}" ]; then
    if fits "$FAIRLEAD_JAVA_HOME"; then
      printf '%s\n' "$FAIRLEAD_JAVA_HOME"
      exit 0
    fi
    echo "FAIRLEAD_JAVA_HOME is $FAIRLEAD_JAVA_HOME, which is not a JDK $least or newer (bin/javac and release are looked at)." >&2
    exit 1
  fi

  for home in "${JAVA_HOME:-}" "$(on_path || true)" "$(lowest_usual)"; do
    if fits "$home"; then
      printf '%s\n' "$home"
      exit 0
    fi
  done

  seen=$({ printf '%s\n' "${JAVA_HOME:-}"; on_path || true; usual_places; } | sort -u | while IFS= read -r home; do
    if [ -n "$home" ] && v=$(major "$home"); then printf '    %s  (Java %s)\n' "$home" "$v"; fi
  done)

  {
    echo "Fairlead needs a JDK $least or newer (a JDK with javac, not only a runtime), and none was found."
    if [ -n "$seen" ]; then
      echo "Found, but too old:"
      printf '%s\n' "$seen"
    fi
    cat <<EOT
Install one beside what you have; your default java may stay as it is:
  Debian, Ubuntu   apt-get install openjdk-$least-jdk-headless      (where the release has it)
                   or Temurin, which every release can use: https://adoptium.net/installation/linux
  Fedora, RHEL     dnf install java-$least-openjdk-devel
  any, with SDKMAN sdk install java $least-tem                      (https://sdkman.io)
  macOS            brew install openjdk@$least   or   brew install --cask temurin@$least
Somewhere else? Point to it:  export FAIRLEAD_JAVA_HOME=/path/to/jdk-$least
EOT
  } >&2
  exit 1
)

JAVA_HOME=$(fairlead_find_jdk) && export JAVA_HOME
