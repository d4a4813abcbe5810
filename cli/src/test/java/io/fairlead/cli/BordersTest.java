package io.fairlead.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The command line is a client like any other: it knows the protos and nothing of the services. */
@AnalyzeClasses(packages = "io.fairlead.cli", importOptions = DoNotIncludeTests.class)
class BordersTest {
  @ArchTest
  static final ArchRule knowsOnlyTheProtos =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fairlead.gateway..",
              "io.fairlead.scheduler..",
              "io.fairlead.agent..",
              "io.fairlead.lab..",
              "io.fairlead.testkit..",
              "io.micronaut..");
}
