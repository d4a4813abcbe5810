package io.fairlead.cli.scenario;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fairlead.cli.load.Mix;
import io.fairlead.cli.load.OpenLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Services, what happens to them, and what is expected. docs/scenarios.md tells each member. What
 * is missing is null where it is read, and has its default here.
 *
 * @param length how long things happen; what is expected of the end comes after it
 */
public record Scenario(
    String name,
    String description,
    @JsonProperty("for") Duration length,
    List<Service> services,
    List<Fault> faults,
    Optional<RandomFaults> randomFaults,
    List<Step> steps,
    Optional<Load> load,
    Expectations expect) {

  public Scenario {
    description = Members.or(description, "");
    services = Members.or(services, List.of());
    faults = Members.or(faults, List.of());
    randomFaults = Members.or(randomFaults, Optional.empty());
    steps = Members.or(steps, List.of());
    load = Members.or(load, Optional.empty());
    expect = Members.or(expect, Expectations.DEFAULT);
  }

  /**
   * Holds against one another what the members say.
   *
   * @throws IllegalArgumentException naming the member that is wrong
   */
  Scenario checked() {
    Members.require(name, "name");
    Members.require(length, "for");
    Members.hold(!services.isEmpty(), "services", "needs one at least");
    Members.each("services", services, Service::check);
    Members.hold(
        services.stream().map(Service::name).distinct().count() == services.size(),
        "services",
        "has two of the same name");
    Members.each("faults", faults, (fault, path) -> fault.check(path, length));
    randomFaults.ifPresent(it -> it.check("randomFaults."));
    Members.each("steps", steps, this::check);
    load.ifPresent(it -> it.check("load."));
    expect.check("expect.", this);
    return this;
  }

  /**
   * The same for so long.
   *
   * @throws IllegalArgumentException where something would come after the end
   */
  public Scenario lasting(Duration span) {
    return new Scenario(
            name, description, span, services, faults, randomFaults, steps, load, expect)
        .checked();
  }

  private void check(Step step, String path) {
    step.check(path, length);
    Members.hold(
        services.stream().anyMatch(it -> it.name().equals(step.service())),
        path + (step.scale().isPresent() ? "scale" : "deploy"),
        "names a service that is not there: " + step.service());
  }

  /**
   * A service and the one container of its tasks.
   *
   * @param port on which the container answers HTTP; it gets a port of the instance's
   * @param spread fields over which tasks are spread
   * @param labels dockerLabels, which tell a simulated container what to do
   */
  public record Service(
      String name,
      Integer desiredCount,
      String image,
      List<String> command,
      Integer cpu,
      Integer memory,
      Optional<Integer> port,
      Integer minimumHealthyPercent,
      Integer maximumPercent,
      Integer stopTimeout,
      List<String> spread,
      Map<String, String> labels) {
    public Service {
      desiredCount = Members.or(desiredCount, 1);
      image = Members.or(image, "fairlead-demo/web:local");
      command = Members.or(command, List.of());
      cpu = Members.or(cpu, 32);
      memory = Members.or(memory, 32);
      port = Members.or(port, Optional.empty());
      minimumHealthyPercent = Members.or(minimumHealthyPercent, 100);
      maximumPercent = Members.or(maximumPercent, 200);
      stopTimeout = Members.or(stopTimeout, 5);
      spread = Members.or(spread, List.of("attribute:ecs.availability-zone", "instanceId"));
      labels = Members.or(labels, Map.of());
    }

    void check(String path) {
      Members.require(name, path + "name");
    }
  }

  /**
   * A fault on the timeline.
   *
   * @param at when it begins, or between which moments
   * @param target an instance, {@code zone:NAME}, a part of the control plane; or {@code any},
   *     {@code any-zone}, {@code instance:N}, {@code zone:N}
   * @param duration how long; absent for what is over at once
   */
  public record Fault(
      Spans at,
      String fault,
      String target,
      @JsonProperty("for") Optional<Spans> duration,
      Optional<String> value) {
    public Fault {
      duration = Members.or(duration, Optional.empty());
      value = Members.or(value, Optional.empty());
    }

    void check(String path, Duration length) {
      Members.require(at, path + "at");
      Members.require(fault, path + "fault");
      Members.require(target, path + "target");
      Members.hold(at.most().compareTo(length) < 0, path + "at", "comes after the end");
    }
  }

  /**
   * Faults that the seed draws.
   *
   * @param every how far apart they begin
   * @param duration of those that last
   * @param of faults to draw from
   * @param targets to draw from, as {@link Fault#target} names them
   */
  public record RandomFaults(
      Spans every, @JsonProperty("for") Spans duration, List<String> of, List<String> targets) {
    public RandomFaults {
      targets = Members.or(targets, List.of("any"));
    }

    void check(String path) {
      Members.require(every, path + "every");
      Members.require(duration, path + "for");
      Members.require(of, path + "of");
      Members.hold(!of.isEmpty(), path + "of", "needs one fault at least");
      Members.hold(!targets.isEmpty(), path + "targets", "needs one at least");
      Members.hold(!every.least().isZero(), path + "every", "must be more than nothing");
    }
  }

  /**
   * What the operator does. Exactly one of the names of services is given.
   *
   * @param desiredCount with {@code scale}
   */
  public record Step(
      Duration at,
      Optional<String> scale,
      Optional<String> deploy,
      Optional<Integer> desiredCount) {
    public Step {
      scale = Members.or(scale, Optional.empty());
      deploy = Members.or(deploy, Optional.empty());
      desiredCount = Members.or(desiredCount, Optional.empty());
    }

    void check(String path, Duration length) {
      Members.require(at, path + "at");
      Members.hold(at.compareTo(length) < 0, path + "at", "comes after the end");
      Members.hold(
          scale.isPresent() != deploy.isPresent(),
          path + "scale",
          "or deploy names a service: one of the two");
      Members.hold(
          scale.isPresent() == desiredCount.isPresent(),
          path + "desiredCount",
          "is given with scale, and only there");
    }

    public String service() {
      return scale.or(() -> deploy).orElseThrow();
    }
  }

  /**
   * Calls to the API at a constant rate, all the while.
   *
   * @param rate calls a second
   * @param services how many services of its own are scaled and deployed
   */
  public record Load(Double rate, Mix mix, Integer services, String image) {
    public Load {
      mix = Members.or(mix, Mix.USUAL);
      services = Members.or(services, 2);
      image = Members.or(image, "fairlead-demo/web:local");
    }

    void check(String path) {
      Members.require(rate, path + "rate");
      Members.hold(
          rate > 0 && rate <= OpenLoop.MOST_RATE,
          path + "rate",
          "must be more than 0 and at most " + OpenLoop.MOST_RATE);
      Members.hold(services > 0, path + "services", "must be more than 0");
    }
  }
}
