# Sourced by fairlead: finds a container engine, or installs and starts one, or says that instances will be simulated.

# engine_answers: whether an engine is reached at DOCKER_HOST (or the usual socket) as this user.
engine_answers() {
  if command -v docker >/dev/null 2>&1; then
    docker version --format '{{.Server.Version}}' >/dev/null 2>&1
    return
  fi
  local host=${DOCKER_HOST:-unix:///var/run/docker.sock}
  case $host in
    unix://*) curl -fsS -m 5 --unix-socket "${host#unix://}" http://localhost/_ping >/dev/null 2>&1 ;;
    tcp://*) curl -fsS -m 5 "http://${host#tcp://}/_ping" >/dev/null 2>&1 ;;
    *) return 1 ;;
  esac
}

# The agent knows DOCKER_HOST only: give it what the docker command has as its context (Docker Desktop, Colima, ...).
adopt_docker_context() {
  if [ -z "${DOCKER_HOST:-}" ] && [ ! -S /var/run/docker.sock ] && command -v docker >/dev/null 2>&1; then
    local host
    host=$(docker context inspect --format '{{.Endpoints.docker.Host}}' 2>/dev/null || true)
    if [ -n "$host" ]; then export DOCKER_HOST=$host; fi
  fi
}

# ensure_engine INSTALL(yes|no): sets ENGINE=docker, or ENGINE=simulated and ENGINE_WHY.
ensure_engine() {
  adopt_docker_context
  ENGINE=docker ENGINE_WHY=
  if engine_answers; then
    say "Container engine: $(engine_name)"
  elif [ -n "${DOCKER_HOST:-}" ]; then
    without_engine "no engine answers at DOCKER_HOST=$DOCKER_HOST"
  elif [ "$(id -u)" != 0 ]; then
    without_engine "$(why_not_as_user)"
  elif command -v dockerd >/dev/null 2>&1; then
    say "Container engine: installed but not running; starting it"
    start_engine || without_engine "the installed engine does not start; see $(engine_log)"
  elif [ "$1" = no ]; then
    without_engine "no engine is here and --no-install forbids to install one"
  elif ! command -v apt-get >/dev/null 2>&1 || [ ! -f /etc/debian_version ]; then
    without_engine "no engine is here, and installing one is known for Debian and Ubuntu only"
  else
    install_engine
  fi
}

engine_name() {
  local where=${DOCKER_HOST:-unix:///var/run/docker.sock}
  if command -v docker >/dev/null 2>&1; then
    printf 'Docker %s at %s' "$(docker version --format '{{.Server.Version}}' 2>/dev/null)" "$where"
  else
    printf 'at %s' "$where"
  fi
}

why_not_as_user() {
  if [ -S /var/run/docker.sock ] && [ ! -w /var/run/docker.sock ]; then
    echo "an engine is here, but $(id -un) may not use it (sudo usermod -aG docker $(id -un), then log in again)"
  else
    echo "no engine answers, and only root may install or start one (sudo apt-get install docker.io)"
  fi
}

without_engine() {
  ENGINE=simulated ENGINE_WHY=$1
}

install_engine() {
  local log=$FAIRLEAD_HOME/log/engine-install.log
  say "Container engine: none found; installing the distribution's docker.io with apt-get (log: $log)"
  mkdir -p "$FAIRLEAD_HOME/log"
  local packages=(docker.io)
  if DEBIAN_FRONTEND=noninteractive apt-get update >"$log" 2>&1 &&
    { apt-cache show docker-cli >/dev/null 2>&1 && packages+=(docker-cli) || true; } &&
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}" iptables >>"$log" 2>&1; then
    if engine_answers || start_engine; then
      say "Container engine: $(engine_name)"
    else
      without_engine "docker.io was installed, but its engine does not start; see $(engine_log)"
    fi
  else
    without_engine "docker.io could not be installed; see $log"
  fi
}

engine_log() { printf '%s/log/dockerd.log' "$FAIRLEAD_HOME"; }

start_engine() {
  mkdir -p "$FAIRLEAD_HOME/log"
  if [ -d /run/systemd/system ]; then
    systemctl start docker >"$(engine_log)" 2>&1 || return 1
  else
    say "  no systemd here: starting dockerd by hand (log: $(engine_log))"
    setsid dockerd >"$(engine_log)" 2>&1 </dev/null &
  fi
  local tries
  for ((tries = 0; tries < 150; tries++)); do
    if engine_answers; then return 0; fi
    sleep 0.2
  done
  return 1
}
