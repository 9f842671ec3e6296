package org.visualizingweights;

import java.util.Locale;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Has all tests run in the language that their JVM was started in: ND4J, as it is loaded, changes
 * to one of its own.
 */
public final class AnotherLanguage implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Nd4j.getBackend();
    Locale.setDefault(
        new Locale.Builder()
            .setLanguage(System.getProperty("user.language", ""))
            .setRegion(System.getProperty("user.country", ""))
            .build());
  }
}
