package io.fairlead.lab;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** The borders of docs/architecture.md: who may know whom. */
@AnalyzeClasses(
    packages = {
      "io.fairlead.gateway",
      "io.fairlead.scheduler",
      "io.fairlead.agent",
      "io.fairlead.registry",
      "io.fairlead.lab",
      "io.fairlead.testkit"
    },
    importOptions = DoNotIncludeTests.class)
class BordersTest {
  private static final String GATEWAY = "io.fairlead.gateway..";
  private static final String SCHEDULER = "io.fairlead.scheduler..";
  private static final String AGENT = "io.fairlead.agent..";
  private static final String REGISTRY = "io.fairlead.registry..";
  private static final String[] CORES = {
    "io.fairlead.scheduler.core..", "io.fairlead.agent.core.."
  };

  @ArchTest
  static final ArchRule gatewayKnowsNoOtherService =
      noClasses()
          .that()
          .resideInAPackage(GATEWAY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              SCHEDULER, AGENT, REGISTRY, "io.fairlead.lab..", "io.fairlead.testkit..");

  @ArchTest
  static final ArchRule schedulerKnowsNoOtherService =
      noClasses()
          .that()
          .resideInAPackage(SCHEDULER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              GATEWAY, AGENT, REGISTRY, "io.fairlead.lab..", "io.fairlead.testkit..");

  @ArchTest
  static final ArchRule agentKnowsNoOtherService =
      noClasses()
          .that()
          .resideInAPackage(AGENT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              GATEWAY, SCHEDULER, REGISTRY, "io.fairlead.lab..", "io.fairlead.testkit..");

  @ArchTest
  static final ArchRule registryKnowsNoOtherService =
      noClasses()
          .that()
          .resideInAPackage(REGISTRY)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              GATEWAY, SCHEDULER, AGENT, "io.fairlead.lab..", "io.fairlead.testkit..");

  @ArchTest
  static final ArchRule coresKnowNoFrameworkAndNoTransport =
      noClasses()
          .that()
          .resideInAnyPackage(CORES)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.micronaut..",
                  "io.micrometer..",
                  "io.grpc..",
                  "org.apache.kafka..",
                  "java.sql..",
                  "javax.sql..",
                  "org.slf4j..",
                  "com.github.dockerjava.."));

  @ArchTest
  static final ArchRule coresDoNoInputAndOutput =
      noClasses()
          .that()
          .resideInAnyPackage(CORES)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..")
                  .or(type(java.io.File.class)));

  /** Time and chance come in with the input. */
  @ArchTest
  static void coresHaveNoClockAndNoDice(JavaClasses classes) {
    List.<ArchRule>of(
            inCores().should().callMethod(java.time.Instant.class, "now"),
            inCores().should().callMethod(System.class, "currentTimeMillis"),
            inCores().should().callMethod(System.class, "nanoTime"),
            inCores().should().callMethod(java.util.UUID.class, "randomUUID"),
            inCores().should().callMethod(Math.class, "random"),
            inCores().should().dependOnClassesThat().areAssignableTo(java.time.InstantSource.class),
            inCores().should().dependOnClassesThat().areAssignableTo(Thread.class))
        .forEach(rule -> rule.check(classes));
  }

  private static com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction inCores() {
    return noClasses().that().resideInAnyPackage(CORES);
  }

  @ArchTest
  static final ArchRule gatewayPackagesHaveNoCycles =
      slices().matching("io.fairlead.gateway.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule schedulerPackagesHaveNoCycles =
      slices().matching("io.fairlead.scheduler.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule agentPackagesHaveNoCycles =
      slices().matching("io.fairlead.agent.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule registryPackagesHaveNoCycles =
      slices().matching("io.fairlead.registry.(*)..").should().beFreeOfCycles();
}
