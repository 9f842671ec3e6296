package org.visualizingweights.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.visualizingweights.UserError;
import org.visualizingweights.storage.StorageReader.Extent;

/** Records of any bytes. */
class RunStorageTest {
  private static final String KIND = "notes";

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("storage.db");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(RunStorage storage, int iteration, String text) {
    storage.put(KIND, iteration, () -> bytes(text));
  }

  /** A finished run of three steps. */
  private static void write(Path file) {
    try (RunStorage storage = RunStorage.open(file, "a run")) {
      storage.putHeader(KIND, bytes("before"));
      storage.put("others", 7, () -> bytes("other"));
      put(storage, 2, "two");
      put(storage, 0, "zero");
      put(storage, 5, "five");
    }
  }

  private static List<String> read(StorageReader storage, int from, int to) {
    List<String> texts = new ArrayList<>();
    List<String> problems =
        storage.read(KIND, from, to, "%s: %s", (step, bytes) -> texts.add(text(bytes)));
    assertThat(problems).isEmpty();
    return texts;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> all(Path file) {
    try (StorageReader storage = StorageReader.open(file)) {
      return read(storage, 0, Integer.MAX_VALUE);
    }
  }

  @Test
  void recordsAreReadByKindAndIteration() throws Exception {
    write(file());

    try (StorageReader storage = StorageReader.open(file())) {
      assertThat(storage.run()).isEqualTo("a run");
      assertThat(storage.header(KIND)).hasValue(bytes("before"));
      assertThat(storage.header("others")).isEmpty();
      assertThat(storage.iterations(KIND)).containsExactly(0, 2, 5);
      assertThat(read(storage, 1, 4)).containsExactly("two");
      assertThat(read(storage, -1, 100)).containsExactly("zero", "two", "five");
      assertThat(storage.extent("none")).isEmpty();
    }
  }

  @Test
  void whatWasWrittenSinceIsReadAlone() {
    write(file());
    try (RunStorage storage = RunStorage.open(file(), "a run");
        StorageReader reader = StorageReader.open(file())) {
      Extent before = reader.extent(KIND).orElseThrow();
      put(storage, 6, "six");
      put(storage, 2, "two again");
      storage.flush();
      Extent now = reader.extent(KIND).orElseThrow();
      List<String> texts = new ArrayList<>();
      reader.readWritten(KIND, before, now, "%s: %s", (step, bytes) -> texts.add(text(bytes)));

      assertThat(before).extracting(Extent::first, Extent::last).containsExactly(0, 5);
      assertThat(now).extracting(Extent::first, Extent::last).containsExactly(0, 6);
      assertThat(texts).containsExactly("six", "two again");
      assertThat(read(reader, 0, 9)).containsExactly("zero", "two again", "five", "six");
    }
  }

  /** Whoever looked before the steps were removed sees that those after are others. */
  @Test
  void whatTakesThePlaceOfRemovedStepsCountsAsWrittenLater() {
    write(file());
    Extent before = extent();
    try (RunStorage storage = RunStorage.open(file(), "a run")) {
      storage.cutBack(1);
    }
    assertThat(all(file())).containsExactly("zero");
    try (RunStorage storage = RunStorage.open(file(), "a run")) {
      put(storage, 2, "two again");
    }

    List<String> texts = new ArrayList<>();
    try (StorageReader reader = StorageReader.open(file())) {
      reader.readWritten(KIND, before, extent(), "%s: %s", (step, bytes) -> texts.add(text(bytes)));
    }
    assertThat(texts).containsExactly("two again");
  }

  private Extent extent() {
    try (StorageReader reader = StorageReader.open(file())) {
      return reader.extent(KIND).orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "what?",
        "a=b",
        "?cache=shared&mode=memory",
        "#1",
        "100%",
        "%3f",
        "a b;c&d",
        "a+b",
        "é ß 中"
      })
  void aFolderMayHaveAnyName(String name) throws IOException {
    Path inside = Files.createDirectory(folder.resolve(name));

    write(inside.resolve("storage.db"));

    assertThat(all(inside.resolve("storage.db"))).containsExactly("zero", "two", "five");
    assertThat(inside.resolve("storage.db")).isRegularFile();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void readingChangesNothing() throws IOException {
    write(file());
    byte[] before = Files.readAllBytes(file());

    all(file());

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void anyProgramThatKnowsSqliteReadsRecords() throws SQLException {
    write(file());

    assertThat(query("SELECT Bytes FROM Records WHERE Kind = 'notes' AND Iteration = 5"))
        .isEqualTo("five");
    assertThat(query("SELECT Bytes FROM Records WHERE Kind = 'Run'")).isEqualTo("a run");
    assertThat(query("SELECT printf('%x', application_id) FROM pragma_application_id"))
        .isEqualTo("56697a57");
  }

  @Test
  void aStorageOfANewerProgramIsForThatOne() throws Exception {
    write(file());
    execute("PRAGMA user_version = 2");
    byte[] before = Files.readAllBytes(file());

    assertRefused("version 2", "of a program newer than this one", "Use the program that wrote it");

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  @Test
  void aStorageOfAVersionThatIsNoLongerReadIsSaid() throws Exception {
    write(file());
    execute("PRAGMA user_version = 0");

    assertRefused("version 0", "of a program older than this one", "Use the program that wrote it");
  }

  @Test
  void aDamagedFileIsSaid() throws Exception {
    write(file());
    byte[] bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, 100, bytes.length, (byte) 0x5a);
    Files.write(file(), bytes);

    assertThatThrownBy(() -> all(file()))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not the storage of a run, or is damaged");
    assertThatThrownBy(() -> RunStorage.open(file(), "a run")).isInstanceOf(UserError.class);
  }

  @Test
  void theDatabaseOfAnotherProgramIsLeftAlone() throws Exception {
    execute("CREATE TABLE Other (x)");
    byte[] before = Files.readAllBytes(file());

    assertRefused("is not the storage of a run");

    assertThat(Files.readAllBytes(file())).isEqualTo(before);
  }

  private void assertRefused(String... words) {
    for (Runnable attempt :
        List.<Runnable>of(() -> all(file()), () -> RunStorage.open(file(), "a run"))) {
      assertThatThrownBy(attempt::run)
          .isInstanceOf(UserError.class)
          .hasMessageContaining(file().toString())
          .hasMessageContainingAll(words);
    }
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
