package io.fairlead.registry.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.proto.Realm;
import io.fairlead.registry.access.Action;
import io.fairlead.registry.access.Principal;
import io.fairlead.registry.names.RepositoryName;
import io.fairlead.registry.policy.Policy.Kind;
import io.fairlead.registry.policy.Policy.Verdict;
import io.fairlead.registry.policy.PolicyReader.Reading;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what under which policies. */
class PolicyRightsTest {
  private static final RepositoryName WEB = new RepositoryName("team/web");
  private static final Realm REALM = new Realm("us-east-1", "000000000000");
  private static final Principal ADMIN = new Principal.User("arn:aws:iam::000000000000:user/admin");
  private static final Principal INSTANCE =
      new Principal.Instance("arn:aws:ecs:us-east-1:000000000000:container-instance/default/1");
  private static final Principal NOBODY = new Principal.Anonymous();

  private static Policy policy(Kind kind, String text) {
    return switch (PolicyReader.read(kind, text)) {
      case Reading.Read(Policy policy) -> policy;
      case Reading.Wrong(String why) -> throw new AssertionError(why);
    };
  }

  private static String statement(String effect, String principal, String rest) {
    return "{\"Effect\":\"%s\",\"Principal\":%s,%s}".formatted(effect, principal, rest);
  }

  private static Policy repository(String... statements) {
    return policy(
        Kind.REPOSITORY,
        "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}");
  }

  private static Policy registry(String effect, String principal, String action, String resource) {
    return policy(
        Kind.REGISTRY,
        "{\"Statement\":%s}"
            .formatted(
                statement(
                    effect,
                    principal,
                    "\"Action\":\"%s\",\"Resource\":\"%s\"".formatted(action, resource))));
  }

  private static Set<Action> may(Principal caller, boolean exists, Policy own, Policy registry) {
    return new PolicyRights(REALM, _ -> new PolicyRights.InForce(exists, own, registry))
        .of(caller, WEB);
  }

  static Stream<Arguments> everyCase() {
    List<Arguments> cases = new ArrayList<>();
    for (Principal caller : List.of(ADMIN, INSTANCE, NOBODY)) {
      for (String operation : List.of("BatchGetImage", "PutImage", "SetRepositoryPolicy")) {
        for (Verdict repository : Verdict.values()) {
          for (Verdict registry : Verdict.values()) {
            cases.add(Arguments.of(caller, operation, repository, registry));
          }
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("everyCase")
  void denialCountsMostThenWhatAllowsThenTheKindOfCaller(
      Principal caller, String operation, Verdict repository, Verdict registry) {
    boolean denied = repository == Verdict.DENIES || registry == Verdict.DENIES;
    boolean allowed = repository == Verdict.ALLOWS || registry == Verdict.ALLOWS;
    boolean pull = operation.equals("BatchGetImage");
    boolean expected =
        !denied
            && (caller == ADMIN
                || (caller == INSTANCE && (pull || allowed))
                || (caller == NOBODY && pull && allowed));

    assertThat(PolicyRights.allows(caller, pull, repository, registry)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // policy: effect, principal, action | admin | instance | nobody
        "Allow | \"*\"                                        | ecr:BatchGetImage | UPD | U | -",
        "Allow | \"*\"                                        | ecr:*             | UPD | UPD | U",
        "Allow | {\"AWS\":\"*\"}                              | ecr:*             | UPD | UPD | U",
        "Allow | {\"AWS\":\"000000000000\"}                   | ecr:*             | UPD | UPD | -",
        "Allow | {\"AWS\":\"arn:aws:iam::000000000000:root\"} | ECR:*             | UPD | UPD | -",
        "Allow | {\"AWS\":\"111111111111\"}                   | ecr:*             | UPD | U | -",
        "Deny  | \"*\"                                        | ecr:*             | -   | - | -",
        "Deny  | \"*\"                                        | ecr:Put*          | UD  | U | -",
        "Deny  | \"*\"                                        | ecr:BatchGetImage | PD  | - | -",
        "Deny  | \"*\"                                        | ecr:BatchDelete?mage | UP | U | -",
        "Deny  | {\"AWS\":\"arn:aws:iam::000000000000:user/admin\"} | *           | -   | U | -",
        "Deny  | {\"AWS\":\"arn:aws:iam::000000000000:user/other\"} | *           | UPD | U | -",
      })
  void aPolicyOfARepositoryIsActedOn(
      String effect,
      String principal,
      String action,
      String admin,
      String instance,
      String nobody) {
    Policy policy = repository(statement(effect, principal, "\"Action\":\"" + action + "\""));

    assertThat(may(ADMIN, true, policy, Policy.SILENT)).isEqualTo(actions(admin));
    assertThat(may(INSTANCE, true, policy, Policy.SILENT)).isEqualTo(actions(instance));
    assertThat(may(NOBODY, true, policy, Policy.SILENT)).isEqualTo(actions(nobody));
  }

  /** U is for pull, from other registries, too, P for push, D for delete. */
  private static Set<Action> actions(String letters) {
    Set<Action> actions = EnumSet.noneOf(Action.class);
    if (letters.contains("U")) {
      actions.add(Action.PULL);
      actions.add(Action.IMPORT);
    }
    if (letters.contains("P")) {
      actions.add(Action.PUSH);
    }
    if (letters.contains("D")) {
      actions.add(Action.DELETE);
    }
    return actions;
  }

  @Test
  void notActionIsAboutAllOthers() {
    String notPull = "\"NotAction\":[\"ecr:BatchGetImage\",\"ecr:GetDownloadUrlForLayer\"]";
    Policy policy = repository(statement("Deny", "\"*\"", notPull));

    assertThat(may(ADMIN, true, policy, Policy.SILENT)).containsExactly(Action.PULL);
  }

  @Test
  void oneDenialOutweighsAnyNumberOfAllowances() {
    Policy policy =
        repository(
            statement("Allow", "\"*\"", "\"Action\":\"ecr:*\""),
            statement("Deny", "\"*\"", "\"Action\":\"ecr:BatchGetImage\""),
            statement("Allow", "\"*\"", "\"Action\":\"ecr:BatchGetImage\""));

    assertThat(may(NOBODY, true, policy, Policy.SILENT)).isEmpty();
    assertThat(may(ADMIN, true, policy, Policy.SILENT)).containsExactly(Action.PUSH, Action.DELETE);
  }

  @ParameterizedTest
  @CsvSource({
    "*, true",
    "arn:aws:ecr:us-east-1:000000000000:repository/team/*, true",
    "arn:aws:ecr:us-east-1:000000000000:repository/team/web, true",
    "arn:aws:ecr:us-east-1:000000000000:repository/team, false",
    "arn:aws:ecr:us-east-1:000000000000:repository/other/*, false"
  })
  void thePolicyOfTheRegistryNamesRepositories(String resource, boolean meant) {
    Policy registry = registry("Allow", "\"*\"", "ecr:*", resource);

    assertThat(may(NOBODY, true, Policy.SILENT, registry).contains(Action.PULL)).isEqualTo(meant);
  }

  @Test
  void whoMayNotMakeARepositoryMayNotPushToOneThatIsNotThere() {
    Policy registry = registry("Deny", "\"*\"", "ecr:CreateRepository", "*");

    assertThat(may(ADMIN, false, Policy.SILENT, registry))
        .containsExactly(Action.PULL, Action.DELETE);
    assertThat(may(ADMIN, true, Policy.SILENT, registry)).contains(Action.PUSH, Action.IMPORT);
  }

  @Test
  void aPullFromAnotherRegistryIsAskedForByAnActionOfItsOwn() {
    Policy denied = registry("Deny", "\"*\"", "ecr:BatchImportUpstreamImage", "*");
    assertThat(may(INSTANCE, false, Policy.SILENT, Policy.SILENT)).contains(Action.IMPORT);
    assertThat(may(INSTANCE, false, Policy.SILENT, denied)).containsExactly(Action.PULL);
    assertThat(may(ADMIN, true, Policy.SILENT, denied)).doesNotContain(Action.IMPORT);

    Policy pulls = registry("Allow", "\"*\"", "ecr:*Get*", "*");
    Policy all = registry("Allow", "\"*\"", "ecr:*", "*");
    assertThat(may(NOBODY, true, Policy.SILENT, pulls)).containsExactly(Action.PULL);
    assertThat(may(NOBODY, false, Policy.SILENT, all)).containsExactly(Action.PULL, Action.IMPORT);
  }
}
