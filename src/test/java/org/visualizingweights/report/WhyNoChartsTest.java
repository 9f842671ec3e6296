package org.visualizingweights.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.AWTError;
import org.junit.jupiter.api.Test;

class WhyNoChartsTest {
  @Test
  void aDisplayThatIsGoneIsNotTakenForMissingFonts() {
    assertThat(
            WhyNoCharts.of(
                new AWTError(
                    "Can't connect to X11 window server using ':99' as the value of"
                        + " the DISPLAY variable.")))
        .contains("X11 window server using ':99'", "unset DISPLAY", "-Djava.awt.headless=true")
        .doesNotContain("fonts");
    assertThat(WhyNoCharts.of(new UnsatisfiedLinkError("libXext.so.6: cannot open shared object")))
        .contains("unset DISPLAY");
  }

  @Test
  void theFirstCauseIsTold() {
    RuntimeException first = new RuntimeException("Fontconfig head is null, check your fonts");

    assertThat(WhyNoCharts.of(new InternalError(new IllegalStateException("later", first))))
        .startsWith("Java finds no fonts (java.lang.RuntimeException: Fontconfig head is null")
        .contains("apt-get install fontconfig");
  }
}
