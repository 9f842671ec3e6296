package org.visualizingweights.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoggingTest {
  private static final String FILE = "logback.configurationFile";

  private final Optional<String> before = Optional.ofNullable(System.getProperty(FILE));

  @AfterEach
  void restore() {
    System.clearProperty(FILE);
    before.ifPresent(file -> System.setProperty(FILE, file));
  }

  @Test
  void logbackFindsTheProgramsConfigurationOnTheClassPath() {
    System.clearProperty(FILE);
    Logging.configure();

    assertThat(getClass().getClassLoader().getResource(System.getProperty(FILE))).isNotNull();
  }

  @Test
  void theUsersConfigurationStays() {
    System.setProperty(FILE, "theirs.xml");
    Logging.configure();

    assertThat(System.getProperty(FILE)).isEqualTo("theirs.xml");
  }
}
