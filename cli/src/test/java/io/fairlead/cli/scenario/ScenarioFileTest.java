package io.fairlead.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.cli.checker.Rule;
import io.fairlead.cli.load.Mix;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioFileTest {
  private static Scenario parse(String yaml) throws IOException {
    return ScenarioFile.parse(yaml, "x.yaml");
  }

  @Test
  void readsAllMembers() throws IOException {
    Scenario scenario =
        parse(
            """
            name: All
            description: of it
            for: 2m
            services:
              - name: web
                desiredCount: 3
                image: a/b
                command: [run, it]
                cpu: 10
                memory: 20
                port: 80
                minimumHealthyPercent: 50
                maximumPercent: 150
                stopTimeout: 3
                spread: [instanceId]
                labels: {a: b}
            faults:
              - {at: 1s-2s, fault: loss, target: any, for: 500ms, value: 30}
            randomFaults: {every: 1s-5s, for: 2s, of: [reboot], targets: [kafka]}
            steps:
              - {at: 1s, scale: web, desiredCount: 4}
              - {at: 2s, deploy: web}
            load: {rate: 20, mix: "churn=1,read=2", services: 1, image: c}
            expect:
              settledWithin: 5s
              recoveredWithin: 6s
              never: [lost, below-minimum]
              answered: 99.5
              available: {service: web, path: /x, atLeast: 90}
            """);

    Scenario.Service web = scenario.services().getFirst();
    assertThat(web.command()).containsExactly("run", "it");
    assertThat(web.port()).contains(80);
    assertThat(web.spread()).containsExactly("instanceId");
    Scenario.Fault fault = scenario.faults().getFirst();
    assertThat(fault.at()).isEqualTo(new Spans(Duration.ofSeconds(1), Duration.ofSeconds(2)));
    assertThat(fault.duration()).map(Spans::most).contains(Duration.ofMillis(500));
    assertThat(fault.value()).contains("30");
    assertThat(scenario.randomFaults().orElseThrow().targets()).containsExactly("kafka");
    assertThat(scenario.steps()).extracting(Scenario.Step::service).containsExactly("web", "web");
    assertThat(scenario.expect().recoveredWithin()).hasSeconds(6);
    assertThat(scenario.load().orElseThrow())
        .isEqualTo(new Scenario.Load(20.0, Mix.parse("churn=1,read=2"), 1, "c"));
    assertThat(scenario.expect().answered()).contains(99.5);
    assertThat(scenario.expect().available())
        .contains(new Expectations.Availability("web", "/x", 90.0));
    assertThat(scenario.expect().never()).containsExactly(Rule.LOST, Rule.BELOW_MINIMUM);
  }

  @Test
  void hasDefaults() throws IOException {
    Scenario scenario = parse("{name: x, for: 1s, services: [{name: web}]}");

    assertThat(scenario.faults()).isEmpty();
    assertThat(scenario.randomFaults()).isEmpty();
    assertThat(scenario.services().getFirst().desiredCount()).isEqualTo(1);
    assertThat(scenario.services().getFirst().port()).isEmpty();
    assertThat(scenario.expect().never()).containsExactly(Rule.values());
    assertThat(scenario.expect().settledWithin()).hasSeconds(60);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          for: 1s                                              | name is missing
          {name: x, for: 1s}                                   | services needs one at least
          {name: x, for: 1, services: [{name: w}]}             | for: expected a span such as 500ms, 5s, 2m or 1h, not 1
          {name: x, for: 1s, services: [{name: w, count: 3}]}  | services[0]: there is no member count; there are: command, cpu, desiredCount
          {name: x, for: 1s, servces: []}                      | there is no member servces; there are: description, expect, faults, for, load, name
          {name: x, for: 1s, services: [{name: w, cpu: much}]} | services[0].cpu:
          {name: x, for: 1s, services: [{name: w}, {name: w}]} | services has two of the same name
          {name: x, for: 1s, services: [{name: w}], faults: [{at: 2s, fault: f, target: t}]}   | faults[0].at comes after the end
          {name: x, for: 1s, services: [{name: w}], faults: [{at: 0s, fault: f}]}              | faults[0].target is missing
          {name: x, for: 1s, services: [{name: w}], faults: [{at: 9s-2s, fault: f}]}           | faults[0].at: 9s-2s ends before it begins
          {name: x, for: 1s, services: [{name: w}], steps: [{at: 0s, deploy: v}]}              | steps[0].deploy names a service that is not there: v
          {name: x, for: 1s, services: [{name: w}], steps: [{at: 0s, scale: w}]}               | steps[0].desiredCount is given with scale
          {name: x, for: 1s, services: [{name: w}], expect: {never: [fire]}}                   | expect.never[0]: there is no rule fire; there are: lost, twice
          {name: x, for: 1s, services: [{name: w}], load: {rate: 0}}                           | load.rate must be more than 0
          {name: x, for: 1s, services: [{name: w}], load: {rate: 2e9}}                         | load.rate must be more than 0 and at most 1000000
          {name: x, for: 1s, services: [~]}                                                    | services[0] is missing
          {name: x, for: 1s, services: [{name: w}], expect: {answered: 9}}                     | expect.answered needs load
          {name: x, for: 1s, services: [{name: w}], expect: {available: {service: w, atLeast: 9}}} | expect.available.service names no service that has a port: w
          {name: x, name: y}                                   | Duplicate field 'name'
          """)
  void saysWhatIsWrongAndWhere(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("x.yaml")
        .hasMessageContaining(message);
  }
}
