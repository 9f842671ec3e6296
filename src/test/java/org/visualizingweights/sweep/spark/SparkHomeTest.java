package org.visualizingweights.sweep.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.visualizingweights.UserError;

/** What Spark's driver is started with. */
class SparkHomeTest {
  @TempDir Path folder;

  private final Properties properties = new Properties();

  @BeforeEach
  void writeDefaults() throws IOException {
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        folder.resolve("conf/spark-defaults.conf"),
        """
        # Those of the cluster.
        spark.executor.memory   2g
        spark.driver.port=4040
        spark.authenticate.secret  a secret
        other.key  1
        """);
  }

  private ProcessBuilder driver() {
    return new SparkHome(folder, folder.resolve("job.jar"))
        .driver("spark://host:7077", "a sweep", properties, folder);
  }

  @Test
  void sparksOwnSettingsCountWhereTheUserSaysNothing() {
    properties.setProperty("spark.driver.port", "5050");
    properties.setProperty("epochs", "3");

    List<String> command = driver().command();

    assertThat(command)
        .contains("-Dspark.executor.memory=2g", "-Dspark.driver.port=5050")
        .noneMatch(word -> word.contains("4040") || word.contains("other") || word.contains("epo"));
    assertThat(command.subList(command.size() - 2, command.size()))
        .containsExactly("spark://host:7077", "a sweep");
  }

  @Test
  void aSecretIsOnNoCommandLine() {
    assertThat(driver().command()).noneMatch(word -> word.contains("secret"));
    assertThat(driver().environment()).containsEntry("_SPARK_AUTH_SECRET", "a secret");

    properties.setProperty("spark.authenticate.secret", "the user's");

    assertThat(driver().environment()).containsEntry("_SPARK_AUTH_SECRET", "the user's");
  }

  @Test
  void settingsThatCannotBeReadAreNamed() throws IOException {
    Files.writeString(folder.resolve("conf/spark-defaults.conf"), "spark.a \\u00");

    assertThatThrownBy(this::driver)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("conf/spark-defaults.conf cannot be read");
  }
}
