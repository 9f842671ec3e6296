package org.visualizingweights.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;

/** SQLite unpacks itself into the folder for temporary files, which need not be there. */
class NoTemporaryFolderTest {
  @TempDir Path folder;

  /** Opens a storage, and says what is wrong. */
  static final class Program {
    public static void main(String[] arguments) {
      try {
        RunStorage.open(Path.of(arguments[0]), "a run").close();
      } catch (UserError e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void thatIsWhatIsSaidToBeWrong() throws Exception {
    ProcessBuilder program =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + folder.resolve("gone"),
            Program.class.getName(),
            folder.resolve("storage.db").toString());
    program.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = program.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said)
        .contains("cannot be unpacked into " + folder.resolve("gone"))
        .contains("-Djava.io.tmpdir=FOLDER")
        .doesNotContain("disk full");
  }
}
