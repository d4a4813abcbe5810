package io.fairlead.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.agent.config.ImagePullBehavior;
import io.fairlead.agent.core.Action;
import io.fairlead.agent.core.ContainerChange;
import io.fairlead.agent.core.ObservedContainer;
import io.fairlead.proto.agent.Assignment;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a container when the engine says no. */
class HandsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  /** E.g. while a create call of an agent that has died since is still under way. */
  @ParameterizedTest
  @EnumSource(names = {"BUSY", "UNREACHABLE", "INTERRUPTED"})
  void whatPassesIsTriedAgain(EngineFailure.Kind kind) {
    assertThat(created(kind)).isEqualTo(new ContainerChange.Deferred("no", NOW.plus(Hands.RETRY)));
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_FOUND", "NOT_RUNNING", "REFUSED", "TIMEOUT"})
  void whatStaysEndsTheTask(EngineFailure.Kind kind) {
    assertThat(created(kind)).isInstanceOf(ContainerChange.Failed.class);
  }

  private static ContainerChange created(EngineFailure.Kind kind) {
    Hands hands = new Hands(refusing(kind), ImagePullBehavior.DEFAULT, InstantSource.fixed(NOW));
    return hands.perform(
        Assignment.getDefaultInstance(), new Action.Create("app"), ObservedContainer.ABSENT);
  }

  private static ContainerRuntime refusing(EngineFailure.Kind kind) {
    return (ContainerRuntime)
        Proxy.newProxyInstance(
            HandsTest.class.getClassLoader(),
            new Class<?>[] {ContainerRuntime.class},
            (_, _, _) -> {
              throw new EngineFailure(kind, "no");
            });
  }
}
