package org.visualizingweights.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With real processes: this JVM starts the launcher's, which starts the program's. */
@Timeout(60)
class LauncherTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 42})
  void theProgramsExitStatusAndOutputBecomeTheLaunchers(int status) throws Exception {
    Process launcher = launch(Programs.Exit.class, List.of(), "" + status);

    assertThat(launcher.waitFor()).isEqualTo(status);
    assertThat(output("stdout")).isEqualToIgnoringNewLines("to stdout");
    assertThat(output("stderr")).isEqualToIgnoringNewLines("to stderr");
  }

  @Test
  void argumentsArriveAsTheyWere() throws Exception {
    Path report = directory.resolve("report");
    start(Programs.AwkwardArguments.class, List.of(), List.of(report.toString())).waitFor();

    assertThat(Files.readAllLines(report))
        .filteredOn(line -> line.startsWith("argument "))
        .isEqualTo(
            Programs.AwkwardArguments.ARGUMENTS.stream().map(text -> "argument " + text).toList());
  }

  @Test
  void aProgramThatIsStartedByAnotherEndsWithThatOne() {
    Properties ofAProgram = new Properties();
    ofAProgram.setProperty("launch.parent", "1");

    assertThat(ChildJvm.of(ofAProgram, Map.of()).flags())
        .contains("-Dlaunch.parent=" + ProcessHandle.current().pid())
        .doesNotContain("-Dlaunch.parent=1");
  }

  @Test
  void theUsersPropertiesArriveAndWinOverTheLaunchersSettings() throws Exception {
    List<String> lines =
        report(
            List.of(
                "-Dexperiment=break untrained",
                "-Dset=epochs=1,limit=2048",
                "-Dorg.eclipse.deeplearning4j.helpers.disable=true",
                "-Dexec.args=ignored",
                "-Djvm.args=-Xmx128m  -Dmore=yes"));

    assertThat(lines)
        .contains(
            "property experiment=break untrained",
            "property set=epochs=1,limit=2048",
            "property org.eclipse.deeplearning4j.helpers.disable=true",
            "property more=yes",
            // for the processes that the program starts in its turn
            "property jvm.args=-Xmx128m  -Dmore=yes")
        .noneMatch(line -> line.startsWith("property exec.args"))
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("heap ")
                    .satisfies(
                        heap -> assertThat(Long.parseLong(heap.substring(5))).isLessThan(1 << 27)));
  }

  @Test
  void propertiesOfTheNetworkAndOfTheUserAreTheUsersToo() throws Exception {
    assertThat(
            report(
                List.of(
                    "-Djava.net.useSystemProxies=true",
                    "-Djdk.http.auth.tunneling.disabledSchemes=NTLM",
                    "-Duser.home=/somewhere",
                    "-Duser.timezone=Asia/Tokyo",
                    "-Djava.specification.name=of the JVM's own")))
        .contains(
            "property java.net.useSystemProxies=true",
            "property jdk.http.auth.tunneling.disabledSchemes=NTLM",
            "property user.home=/somewhere",
            "property user.timezone=Asia/Tokyo",
            "property java.specification.name=Java Platform API Specification");
  }

  /** As in a container whose user is in no list; libraries would make a folder of that name. */
  @ParameterizedTest
  @CsvSource({"/of/mine, /of/mine", "'', /for/a/while", "?, /for/a/while"})
  @DisabledOnOs(OS.WINDOWS)
  void whereJavaKnowsOfNoHomeTheEnvironmentOrElseTheTemporaryFolderSaysWhereThatIs(
      String environments, String home) throws Exception {
    assertThat(
            reportIn(
                Map.of("HOME", environments),
                List.of("-Duser.home=?", "-Djava.io.tmpdir=/for/a/while")))
        .contains("property user.home=" + home);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', C.UTF-8",
    "C, de_DE.UTF-8, de_DE.UTF-8, C.UTF-8",
    "'', POSIX, de_DE.UTF-8, C.UTF-8",
    "'', '', en_US.ISO-8859-1, ''",
    "'', fa_IR.UTF-8, C, ''"
  })
  void whereNoLanguageIsSetNamesMayHaveAnyLetterAllTheSame(
      String all, String letters, String language, String chosen) throws Exception {
    assertThat(reportIn(Map.of("LC_ALL", all, "LC_CTYPE", letters, "LANG", language), List.of()))
        .contains("environment LC_ALL=" + chosen);
  }

  /** Maven's JVM reads a replacement character for each byte of them. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void soMayWhatIsAskedFor() throws Exception {
    Path report = directory.resolve("report");
    ProcessBuilder builder = builder(Programs.UnderTest.class, List.of());
    builder.environment().put("LC_ALL", "C");
    List<String> command = builder.command();
    // In octal, as this JVM may be unable to spell it itself.
    command.addAll(
        0,
        List.of(
            "sh",
            "-c",
            "a=$1 b=$2; shift 2; exec \"$@\" $(printf \"$a\") \"$(printf \"$b\")\"",
            "sh"));
    command.addAll(
        4, List.of("gr\\303\\266\\303\\237e", "\\360\\237\\246\\211 a \\\\ \\042b\\042"));
    command.addAll(List.of(Programs.Report.class.getName(), report.toString()));
    builder.start().waitFor();

    assertThat(Files.readAllLines(report)).contains("argument größe", "argument 🦉 a \\ \"b\"");
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().matches("launch.*\\.args"));
    }
  }

  /** Java 17 has only the first of both, and Java 23 does not warn of what it allows. */
  @Test
  void newJavasAreToldNotToWarnOfJavaCpp() {
    assertThat(ChildJvm.accessFlags(17)).isEmpty();
    assertThat(ChildJvm.accessFlags(23)).isEmpty();
    assertThat(ChildJvm.accessFlags(25))
        .containsExactly(
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }

  @Test
  void theEnvironmentHoldsWhatMakesTrainingFast() throws Exception {
    assertThat(report(List.of()))
        .contains(
            "environment MALLOC_ARENA_MAX=1",
            "environment OMP_NUM_THREADS=" + Runtime.getRuntime().availableProcessors(),
            "property java.awt.headless=true",
            "property file.encoding=UTF-8",
            "property org.eclipse.deeplearning4j.helpers.disable=false");
  }

  @Test
  void whatTheUsersEnvironmentSetsIsLeftAlone() throws Exception {
    assertThat(reportWithOpenMpThreads("7", List.of()))
        .contains("environment OMP_NUM_THREADS=7", "property threads=7");
  }

  @Test
  void theUsersNumberOfThreadsReachesBothThePropertiesAndTheEnvironment() throws Exception {
    assertThat(reportWithOpenMpThreads("7", List.of("-Dthreads=3")))
        .contains("property threads=3", "environment OMP_NUM_THREADS=3");
  }

  private List<String> reportWithOpenMpThreads(String number, List<String> properties)
      throws Exception {
    return reportIn(Map.of("OMP_NUM_THREADS", number), properties);
  }

  private List<String> reportIn(Map<String, String> environment, List<String> properties)
      throws Exception {
    Path report = directory.resolve("report");
    ProcessBuilder builder = builder(Programs.UnderTest.class, properties);
    builder.command().addAll(List.of(Programs.Report.class.getName(), report.toString()));
    builder.environment().putAll(environment);
    builder.start().waitFor();
    return Files.readAllLines(report);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  @DisabledOnOs(OS.WINDOWS)
  void askedToEndTheLauncherAsksTheProgramAndWaitsForItsFiles(String signal, int status)
      throws Exception {
    Process launcher = launch(Programs.Worker.class, List.of(), file().toString());
    long program = workingProgram();
    kill(signal, launcher.pid());

    assertThat(launcher.waitFor()).isEqualTo(status);
    assertThat(file()).hasContent("finished");
    assertThat(ProcessHandle.of(program)).isEmpty();
    assertThat(output("stderr")).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void bothAskedToEndAsByCtrlCTheProgramFinishesOnce() throws Exception {
    Process launcher = launch(Programs.Worker.class, List.of(), file().toString());
    long program = workingProgram();
    kill("INT", launcher.pid());
    kill("INT", program);

    assertThat(launcher.waitFor()).isEqualTo(130);
    assertThat(file()).hasContent("finished");
    assertThat(output("stderr")).isEmpty();
  }

  /** As one key, pressed twice, reaches both. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSecondCtrlCASecondLaterEndsAtOnceAndSaysWhatWasKept() throws Exception {
    Process launcher = launch(Programs.Worker.class, List.of(), file().toString(), "50000");
    long program = workingProgram();
    for (int i = 0; i < 2; i++) {
      kill("INT", launcher.pid());
      kill("INT", program);
      Thread.sleep(1_500);
    }

    assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(130);
    assertThat(file()).hasContent("working " + program);
    assertThat(output("stderr").strip()).isEqualTo("Ended at once. The file is a draft.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "HUP"})
  @DisabledOnOs(OS.WINDOWS)
  void ctrlCEndsAtOnceWhatWasAskedToEndOtherwise(String signal) throws Exception {
    Process launcher = launch(Programs.Worker.class, List.of(), file().toString(), "50000");
    long program = workingProgram();
    kill(signal, program);
    Thread.sleep(1_500);
    kill("INT", program);

    assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(output("stderr")).contains("Ended at once. The file is a draft.");
  }

  /** The launcher passes the end on as a SIGTERM of its own. */
  @ParameterizedTest
  @CsvSource({"INT, 0", "TERM, 1500"})
  @DisabledOnOs(OS.WINDOWS)
  void whatFollowsAsPartOfTheSameCtrlCChangesNothing(String signal, long millisLater)
      throws Exception {
    Process launcher = launch(Programs.Worker.class, List.of(), file().toString(), "3000");
    long program = workingProgram();
    kill("INT", program);
    Thread.sleep(millisLater);
    kill(signal, program);

    assertThat(launcher.waitFor()).isEqualTo(130);
    assertThat(file()).hasContent("finished");
    assertThat(output("stderr")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  @DisabledOnOs(OS.WINDOWS)
  void aProgramThatHasNothingToFinishEndsAtOnce(String signal, int status) throws Exception {
    Process launcher = launch(Programs.Reader.class, List.of(), file().toString());
    kill(signal, workingProgram());

    assertThat(launcher.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(launcher.exitValue()).isEqualTo(status);
    assertThat(output("stderr")).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whereSigintIsIgnoredItStaysSo() throws Exception {
    Process launcher =
        start(
            List.of("sh", "-c", "trap '' INT; exec \"$@\"", "sh"),
            List.of(Programs.Worker.class.getName(), file().toString()));
    long program = workingProgram();
    for (int i = 0; i < 2; i++) {
      kill("INT", launcher.pid());
      kill("INT", program);
      Thread.sleep(1_200);
    }
    assertThat(file()).hasContent("working " + program);

    kill("TERM", launcher.pid());
    assertThat(launcher.waitFor()).isEqualTo(143);
    assertThat(file()).hasContent("finished");
    assertThat(output("stderr")).isEmpty();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whenTheLauncherIsKilledTheProgramFinishesItsFilesAndEnds() throws Exception {
    Process launcher = launch(Programs.Worker.class, List.of(), file().toString());
    ProcessHandle program = ProcessHandle.of(workingProgram()).orElseThrow();
    launcher.destroyForcibly().waitFor();

    program.onExit().get(20, TimeUnit.SECONDS);
    assertThat(file()).hasContent("finished");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aKilledProgramIsExplained() throws Exception {
    Process launcher = launch(Programs.Signal.class, List.of(), "KILL");

    assertThat(launcher.waitFor()).isEqualTo(137);
    assertThat(output("stderr")).contains("SIGKILL", "memory ran out", "smaller batch-size");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aCrashInNativeCodeIsExplainedWithItsCrashFile() throws Exception {
    Process launcher =
        launch(Programs.Signal.class, List.of("-Djvm.args=-XX:-CreateCoredumpOnCrash"), "SEGV");

    // HotSpot catches SIGSEGV and writes its crash file; told to leave no core, it exits with 1.
    assertThat(launcher.waitFor()).isEqualTo(1);
    try (var files = Files.list(directory)) {
      Path crashFile =
          files.filter(file -> file.toString().contains("hs_err_pid")).findFirst().orElseThrow();
      assertThat(output("stderr"))
          .contains("crashed in native code (exit status 1, in ", crashFile.toString());
    }
  }

  @Test
  void anExhaustedHeapIsExplained() throws Exception {
    Process launcher = launch(Programs.Glutton.class, List.of("-Djvm.args=-Xmx64m"));

    assertThat(launcher.waitFor()).isEqualTo(1);
    assertThat(output("stderr"))
        .contains("Out of memory: Java heap space", "-Djvm.args=-Xmx4g")
        .doesNotContain("\tat ");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void tooFewOpenFilesAreSaidBeforeAnythingElse() throws Exception {
    Process launcher =
        start(
            List.of("sh", "-c", "ulimit -n 150; exec \"$@\"", "sh"),
            List.of(Programs.Worker.class.getName(), file().toString()));

    assertThat(launcher.waitFor()).isEqualTo(1);
    assertThat(output("stderr"))
        .startsWith("This program may open 150 files at once, and needs ")
        .contains("ulimit -n 4096")
        .hasLineCount(1);
    assertThat(file()).doesNotExist();
  }

  @Test
  void aJavaThatIsGoneIsNamed() throws Exception {
    Path gone = directory.resolve("gone");
    Process launcher = start(Programs.WithoutJava.class, List.of(), List.of(gone.toString()));

    assertThat(launcher.waitFor()).isEqualTo(1);
    assertThat(output("stderr"))
        .startsWith("The JVM that trains cannot be started: ")
        .contains(gone.toString())
        .hasLineCount(1);
  }

  private Path file() {
    return directory.resolve("file");
  }

  /** Waits until the program works. */
  private long workingProgram() throws Exception {
    Instant limit = Instant.now().plus(Duration.ofSeconds(30));
    while (!Files.exists(file()) && Instant.now().isBefore(limit)) {
      Thread.sleep(20);
    }
    return Long.parseLong(Files.readString(file()).substring("working ".length()));
  }

  private List<String> report(List<String> properties) throws Exception {
    Path report = directory.resolve("report");
    launch(Programs.Report.class, properties, report.toString()).waitFor();
    return Files.readAllLines(report);
  }

  private Process launch(Class<?> program, List<String> properties, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(program.getName()));
    all.addAll(List.of(arguments));
    return start(Programs.UnderTest.class, properties, all);
  }

  private Process start(Class<?> main, List<String> properties, List<String> arguments)
      throws IOException {
    ProcessBuilder builder = builder(main, properties);
    builder.command().addAll(arguments);
    return builder.start();
  }

  /**
   * @param shell that runs what follows it
   * @param program its class and arguments
   */
  private Process start(List<String> shell, List<String> program) throws IOException {
    ProcessBuilder builder = builder(Programs.UnderTest.class, List.of());
    builder.command().addAll(0, shell);
    builder.command().addAll(program);
    return builder.start();
  }

  private ProcessBuilder builder(Class<?> main, List<String> properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(properties);
    command.add(main.getName());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("stdout").toFile())
            .redirectError(directory.resolve("stderr").toFile());
    // What the launcher sets itself, it must not find set already.
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("MALLOC_") || name.startsWith("OMP_"));
    environment.remove("LD_PRELOAD");
    environment.put("LC_ALL", "C.UTF-8");
    return builder;
  }

  private String output(String stream) throws IOException {
    return Files.readString(directory.resolve(stream));
  }

  private static void kill(String signal, long pid) throws Exception {
    new ProcessBuilder("kill", "-" + signal, "" + pid).inheritIO().start().waitFor();
  }
}
