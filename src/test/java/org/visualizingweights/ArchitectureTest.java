package org.visualizingweights;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBarBuilder;
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
    slices().matching("org.visualizingweights.(**)").should().beFreeOfCycles().check(PROJECT);
  }

  /** Who reads of one would take it for the other. */
  @Test
  void noTwoTypesAreNamedAlike() {
    Map<String, List<String>> byName =
        PROJECT.stream()
            .filter(
                type -> !type.isAnonymousClass() && !type.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));

    assertThat(byName.values()).isNotEmpty().allSatisfy(types -> assertThat(types).hasSize(1));
  }

  @Test
  void whatAnExperimentIsMadeOfDoesNotKnowExperiments() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..experiment..", "..execution..", "..sweep..", "..cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..experiment..", "..execution..", "..sweep..", "..cli..")
        .check(PROJECT);
  }

  @Test
  void whatReadsExperimentsKnowsNothingOfRuns() {
    noClasses()
        .that()
        .resideInAPackage("..experiment..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "..execution..",
            "..run..",
            "..storage..",
            "..view..",
            "..findings..",
            "..report..",
            "..layers..",
            "org.deeplearning4j..",
            "org.nd4j..")
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
  void whoeverReadsRunsKnowsOfANetworkWhatTheRunRecorded() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..run..",
            "..storage..",
            "..activations..",
            "..parameters..",
            "..findings..",
            "..view..",
            "..report..",
            "..ui..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.visualizingweights.model..")
        .check(PROJECT);
  }

  @Test
  void whatIsRecordedOfANetworkKnowsNothing() {
    noClasses()
        .that()
        .resideInAPackage("org.visualizingweights.network..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "org.visualizingweights.network..")
        .check(PROJECT);
  }

  @Test
  void whatShowsRunsDoesNotLookForThemItself() {
    noClasses()
        .that()
        .resideInAnyPackage("..view..", "..findings..", "..ui..", "..report..", "..cli..")
        .should()
        .callMethodWhere(
            target(owner(assignableTo(Files.class)))
                .and(target(nameMatching("list|find|walk\\w*|newDirectoryStream"))))
        .check(PROJECT);
  }

  @Test
  void theLauncherKnowsNothingButTheJdk() {
    noClasses()
        .that()
        .resideInAPackage("..launch..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "com.sun.management..", "sun.misc..", "..launch..")
        .check(PROJECT);
  }

  @Test
  void theHostDoesNotKnowWhatIsComputed() {
    noClasses()
        .that()
        .resideInAPackage("..host..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.visualizingweights..").and(resideOutsideOfPackage("..host..")))
        .check(PROJECT);
  }

  /** A terminal that anybody else opened could take Ctrl-C away from the run. */
  @Test
  void onlyTheHostKnowsTheTerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..host..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("org.jline..")
                .or(nameMatching("me\\.tongfei\\.progressbar\\.(Console|Interactive).*")))
        .orShould()
        .callConstructor(ProgressBarBuilder.class)
        .orShould()
        .callMethod(System.class, "console")
        .check(PROJECT);
  }

  @Test
  void onlyWhoEndsTheProgramListensToSignals() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..launch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("sun.misc..", "jdk.internal..")
        .check(PROJECT);
  }

  /** A watch is in a program of the user's, whose end it can learn in no other way. */
  @Test
  void onlyWhoEndsTheProgramOrIsAGuestInItHooksItsEnd() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..launch..", "..watch..")
        .should()
        .callMethod(Runtime.class, "addShutdownHook", Thread.class)
        .check(PROJECT);
  }

  @Test
  void aWatchLoadsNothingOfTheProgram() {
    noClasses()
        .that()
        .resideInAnyPackage("..watch..", "..dl4j..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.visualizingweights.cli..",
            "org.visualizingweights.launch..",
            "org.visualizingweights.experiment..",
            "org.visualizingweights.execution..",
            "org.visualizingweights.model..",
            "org.visualizingweights.layers..",
            "org.visualizingweights.training..",
            "org.visualizingweights.ui..")
        .check(PROJECT);
  }

  /** The launcher cannot ask it; a machine has cores, whatever they are used for. */
  @Test
  void howManyThreadsThereAreAndWhoSharesWorkIsTheHosts() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..host..", "..launch..")
        .and()
        .doNotHaveSimpleName("Machine")
        .should()
        .callMethodWhere(target(nameMatching("availableProcessors|parallel|parallelStream|fork")))
        .check(PROJECT);
  }

  /** In Turkish, "TITLE" in small letters is no "title". */
  @Test
  void wordsAreOfNoLanguage() {
    noClasses()
        .should()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
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
