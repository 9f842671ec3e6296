package org.visualizingweights;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

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

  @Test
  void onlyTheStorageKnowsSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..storage..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..")
        .check(PROJECT);
  }

  @Test
  void theStorageDoesNotKnowWhatIsRecorded() {
    noClasses()
        .that()
        .resideInAPackage("..storage..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..activations..",
            "..parameters..",
            "..run..",
            "..view..",
            "..findings..",
            "org.nd4j..")
        .check(PROJECT);
  }
}
