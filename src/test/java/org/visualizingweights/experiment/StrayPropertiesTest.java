package org.visualizingweights.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.visualizingweights.UserError;

class StrayPropertiesTest {
  @Test
  void aKeyThatIsSetAsAPropertyIsAMistakeWithItsCure() {
    assertThatThrownBy(() -> Experiments.checkProperties(properties("limit", "100"), ""))
        .isInstanceOf(UserError.class)
        .hasMessage("-Dlimit: this is a key of the experiment, and set with -Dset: -Dset=limit=100")
        .extracting(e -> ((UserError) e).exitStatus())
        .isEqualTo(2);
  }

  @Test
  void theCureHasWhatIsSetAlreadyAndAllThatIsMeant() {
    Properties both = properties("capture.every", "10");
    both.setProperty("lr", "0.1");

    assertThat(StrayProperties.problem(both, "epochs=1").orElseThrow())
        .isEqualTo(
            "-Dlr, -Dcapture.every: these are keys of the experiment, and set with -Dset:"
                + " -Dset=epochs=1,lr=0.1,capture.every=10");
  }

  @Test
  void whatOtherToolsMaySetAndSettingsOfTheProgramAreLeftAlone() {
    for (String name :
        new String[] {
          "name",
          "description",
          "experiment",
          "set",
          "resume",
          "threads",
          "layers",
          "data.dir",
          "runs.directory",
          "ui.port",
          "user.name",
          "epoch",
          "maven.test.skip",
          "capture"
        }) {
      assertThat(StrayProperties.problem(properties(name, "x"), "epochs=1")).as(name).isEmpty();
    }
    assertThat(StrayProperties.problem(System.getProperties(), "")).isEmpty();
  }

  private static Properties properties(String name, String value) {
    Properties properties = new Properties();
    properties.putAll(Map.of(name, value));
    return properties;
  }
}
