package org.visualizingweights.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExitReasonTest {
  private static final long PID = 4_194_305; // above Linux's highest, so no file of it lies about

  @TempDir Path directory;

  /** 129, 130 and 143: the hang-up of a terminal, Ctrl-C and SIGTERM. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 129, 130, 143})
  void aProgramThatEndedByItselfOrWasAskedToNeedsNoExplanation(int status) {
    assertThat(ExitReason.of(status, PID, directory)).isEmpty();
  }

  @Test
  void aCrashNamesTheSignalTheLibraryAndTheCrashFile() throws IOException {
    Path crashFile = directory.resolve("hs_err_pid" + PID + ".log");
    Files.writeString(
        crashFile,
        """
        #
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGSEGV (0xb) at pc=0x00007f12, pid=1, tid=2
        #
        # Problematic frame:
        # C  [libnd4jcpu.so+0x1234]  sd::NDArray::shapeInfo()+0x4
        #
        """);

    assertThat(ExitReason.of(134, PID, directory).orElseThrow())
        .contains(
            "crashed in native code (SIGABRT, signal 6,",
            "in [libnd4jcpu.so+0x1234]  sd::NDArray::shapeInfo()+0x4)",
            "details are in " + crashFile,
            "-Dresume=FOLDER",
            "-Dlayers=stock");
  }

  @Test
  void aCrashWithoutACrashFileSaysSo() {
    assertThat(ExitReason.of(139, PID, directory).orElseThrow())
        .contains("SIGSEGV, signal 11", "left no crash file");
  }
}
