package io.fairlead.scheduler.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.state.Demand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final TestInstance INSTANCE =
      TestInstance.named(
              "arn",
              1024,
              1024,
              TestInstance.attribute("ecs.instance-type", "t2.small")
                  .andThen(TestInstance.attribute("ecs.availability-zone", "us-east-1a"))
                  .andThen(TestInstance.attribute("stack", "production"))
                  .andThen(TestInstance.attribute("disks", "12"))
                  .andThen(TestInstance.attribute("label", "two words"))
                  .andThen(TestInstance.attribute("marker", "")))
          .with("service:web", Demand.getDefaultInstance())
          .with("family:job", Demand.getDefaultInstance());

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '`',
      value = {
        "attribute:ecs.instance-type == t2.small → true",
        "attribute:ecs.instance-type equals t2.small → true",
        "attribute:ecs.instance-type==t2.micro → false",
        "attribute:ecs.instance-type != t2.micro → true",
        "attribute:ecs.instance-type =~ t2.* → true",
        "attribute:ecs.instance-type matches g[0-9].* → false",
        "attribute:ecs.instance-type =~ (t2|t3)\\.small → true",
        "attribute:ecs.instance-type !~ t2.* → false",
        "attribute:ecs.availability-zone in [us-east-1a, us-east-1b] → true",
        "attribute:ecs.availability-zone in [us-east-1b] → false",
        "attribute:ecs.availability-zone !in [us-east-1b] → true",
        "attribute:ecs.availability-zone not_in [us-east-1a] → false",
        "attribute:stack exists → true",
        "attribute:marker exists → true",
        "attribute:absent exists → false",
        "attribute:absent !exists → true",
        "attribute:absent not_exists → true",
        "attribute:absent != x → true",
        "attribute:disks > 9 → true",
        "attribute:disks >= 12.0 → true",
        "attribute:disks < 9 → false",
        "attribute:disks less_than_equal 12 → true",
        "attribute:label == \"two words\" → true",
        "attribute:label == 'two words' → true",
        "agentConnected == true → true",
        "agentVersion > 1.9.9 → true",
        "agentVersion >= 1.10.2 → true",
        "agentVersion < 1.10 → false",
        "ec2InstanceId in [i-arn, i-other] → true",
        "registeredAt < 2026-06-01 → true",
        "registeredAt > 2026-05-01T13:00:00Z → false",
        "runningTasksCount == 2 → true",
        "runningTasksCount > 10 → false",
        "task:group == service:web → true",
        "task:group == service:db → false",
        "not(task:group == service:db) → true",
        "task:group =~ family:.* → true",
        "attribute:stack == production and runningTasksCount < 2 → false",
        "attribute:stack == production or runningTasksCount < 2 → true",
        "attribute:stack == x or attribute:stack == production and agentConnected == true → true",
        "(attribute:stack == x or attribute:stack == production) and agentConnected == false → false",
        "not attribute:stack == x and not (runningTasksCount > 5) → true",
      })
  void holds(String text, boolean expected) {
    assertThat(Expression.parse(text))
        .isInstanceOfSatisfying(
            Expression.Valid.class,
            valid -> assertThat(valid.expression().test(INSTANCE)).isEqualTo(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "attribute:",
        "colour == red",
        "attribute:a",
        "attribute:a = b",
        "attribute:a ==",
        "attribute:a in us-east-1a",
        "attribute:a in [b",
        "attribute:a in [b,]",
        "attribute:a =~ [",
        "(attribute:a == b",
        "attribute:a == b)",
        "attribute:a == b attribute:c == d",
        "attribute:a == b and",
        "registeredAt > yesterday",
      })
  void refusesWhatIsNoExpression(String text) {
    assertThat(Expression.parse(text))
        .isInstanceOfSatisfying(
            Expression.Malformed.class, malformed -> assertThat(malformed.why()).contains(" "));
  }

  @Test
  void refusesDeepNestingAndLength() {
    assertThat(Expression.parse("(".repeat(1000))).isInstanceOf(Expression.Malformed.class);
    assertThat(Expression.parse("agentConnected == " + "x".repeat(3000)))
        .isInstanceOf(Expression.Malformed.class);
  }

  @Test
  void aPatternThatRunsForAgesDoesNotMatch() {
    TestInstance instance =
        TestInstance.named("arn", 1, 1, TestInstance.attribute("a", "a".repeat(60) + "!"));
    assertThat(Expression.parse("attribute:a =~ (a+)+"))
        .isInstanceOfSatisfying(
            Expression.Valid.class,
            valid -> assertThat(valid.expression().test(instance)).isFalse());
  }
}
