package org.visualizingweights;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.visualizingweights.activations.Capture;
import org.visualizingweights.activations.Step;

/** What may know what. */
class ArchitectureTest {
  private static final JavaClasses PROJECT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.visualizingweights");

  @Test
  void noPackageKnowsOneThatKnowsIt() {
    slices().matching("org.visualizingweights.(*)..").should().beFreeOfCycles().check(PROJECT);
  }

  @Test
  void whatAnExperimentIsMadeOfDoesNotKnowExperiments() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..experiment..", "..cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..experiment..", "..cli..")
        .check(PROJECT);
  }

  /** So that what they need does not grow with the run. */
  @Test
  void chartsAndReportsKnowNoStepButOnlyWhatStepsAddUpTo() {
    noClasses()
        .that()
        .resideInAPackage("..report..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Step.class, Capture.class)
        .check(PROJECT);
  }

  @Test
  void theLauncherKnowsNothingButTheJdk() {
    noClasses()
        .that()
        .resideInAPackage("..launch..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "..launch..")
        .check(PROJECT);
  }
}
