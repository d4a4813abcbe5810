package io.fairlead.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The {@code fairlead} command of a lab of real instances.
 *
 * @param home its folder
 * @param script how commands are run, in a folder that is no part of the lab
 */
record RealLab(Path home, Script script) {

  /** Skips the test, loudly, where no such lab can be made; fails it where it must run. */
  static RealLab orSkip(Path home) throws Exception {
    RealLab lab = new RealLab(home, new Script(Files.createTempDirectory("fairlead-real-lab")));
    Script.Outcome check = lab.fairlead("lab check");
    if (check.exit() != 0) {
      assertThat(System.getenv("FAIRLEAD_REQUIRE_REAL_INSTANCES"))
          .as(check.output())
          .isNotEqualTo("1");
      System.err.println("### SKIPPED the lab of real instances: " + check.output() + " ###");
      abort(check.output());
    }
    return lab;
  }

  String succeeds(String words) throws Exception {
    Script.Outcome outcome = fairlead(words);
    assertThat(outcome.exit()).as(words + ": " + outcome.output()).isZero();
    return outcome.output();
  }

  String fails(String words) throws Exception {
    Script.Outcome outcome = fairlead(words);
    assertThat(outcome.exit()).as(words + ": " + outcome.output()).isNotZero();
    return outcome.output();
  }

  private Script.Outcome fairlead(String words) throws Exception {
    List<String> command = new ArrayList<>(List.of(Script.ROOT.resolve("fairlead").toString()));
    command.addAll(List.of(words.split(" ")));
    return script.run(environment(), command);
  }

  /** What a function of the scripts that make instances says. */
  String function(String call) throws Exception {
    Script.Outcome outcome =
        script.bash(
            environment(),
            "for script in fabric cgroups; do . \"$FAIRLEAD_ROOT/deploy/lab/bin/$script.sh\"; done; "
                + call);
    assertThat(outcome.exit()).as(call + ": " + outcome.output()).isZero();
    return outcome.output();
  }

  private Map<String, String> environment() {
    return Map.of(
        "FAIRLEAD_ROOT",
        Script.ROOT.toString(),
        "FAIRLEAD_HOME",
        home.toString(),
        "FAIRLEAD_AS_BUILT",
        "1",
        "JAVA_HOME",
        System.getProperty("java.home"),
        "PATH",
        "/usr/sbin:/usr/bin:/sbin:/bin");
  }

  /** What an instance's own engine says. */
  String engine(String instance, String... words) throws Exception {
    Path socket = home.resolve("lab/instances").resolve(instance).resolve("run/docker.sock");
    List<String> command = new ArrayList<>(List.of("docker", "--host", "unix://" + socket));
    command.addAll(List.of(words));
    return script.run(environment(), command).output();
  }

  /** Whatever of the lab the kernel knows: processes, mounts, namespaces, interfaces, cgroups. */
  List<String> traces() throws Exception {
    String name = function("printf %s \"$FABRIC\"");
    List<String> traces = new ArrayList<>();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      all.map(process -> commandLine(process.pid()))
          .filter(line -> line.contains(home + "/") || line.contains("--home " + home))
          .forEach(traces::add);
    }
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      mounts.filter(line -> line.contains(home + "/") || line.contains(name)).forEach(traces::add);
    }
    try (Stream<Path> disks = Files.list(Path.of("/sys/block"))) {
      disks.map(RealLab::backing).filter(file -> file.startsWith(home + "/")).forEach(traces::add);
    }
    List<Path> places = new ArrayList<>();
    places.add(Path.of("/run/netns"));
    places.add(Path.of("/sys/class/net"));
    places.add(Path.of("/sys/fs/cgroup"));
    try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
      controllers.forEach(places::add);
    }
    for (Path place : places) {
      traces.addAll(below(place, name));
    }
    return traces;
  }

  /** The file that a loop device shows; empty for all else. */
  private static String backing(Path disk) {
    try {
      return Files.readString(disk.resolve("loop/backing_file"));
    } catch (IOException none) {
      return "";
    }
  }

  private static List<String> below(Path folder, String prefix) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(path -> path.getFileName().toString().startsWith(prefix))
          .map(Path::toString)
          .toList();
    }
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    } catch (IOException gone) {
      return "";
    }
  }
}
