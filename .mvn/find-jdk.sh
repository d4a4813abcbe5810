# Sourced by mvnw and fairlead: sets JAVA_HOME to a JDK 25 or newer, or says what to install and fails.

fairlead_is_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${version:-0}" -ge 25 ]
}

fairlead_find_jdk() {
  on_path=$(command -v javac 2>/dev/null || true)
  [ -z "$on_path" ] || on_path=$(dirname "$(dirname "$(readlink -f "$on_path" 2>/dev/null || echo "$on_path")")")
  set +f
  for home in "${FAIRLEAD_JAVA_HOME-}" "${JAVA_HOME-}" "$on_path" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*; do
    if [ -n "$home" ] && fairlead_is_jdk "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  cat >&2 <<'HELP'
fairlead: no JDK 25 found (looked at FAIRLEAD_JAVA_HOME, JAVA_HOME, PATH and the usual folders).
Install one, for example:
  Debian, Ubuntu   apt-get install openjdk-25-jdk     (or temurin-25-jdk from packages.adoptium.net)
  Fedora           dnf install java-25-openjdk-devel
  macOS            brew install openjdk@25
  anywhere         sdk install java 25-tem            (https://sdkman.io)
then run the command again, or set FAIRLEAD_JAVA_HOME to its folder.
HELP
  return 1
}

fairlead_find_jdk
