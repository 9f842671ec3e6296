package org.visualizingweights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WrapsElement;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.remote.CommandInfo;
import org.openqa.selenium.remote.HttpCommandExecutor;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.openqa.selenium.remote.http.HttpMethod;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Chromium without a window, one for all tests of a class:
 *
 * <pre>{@code
 * @RegisterExtension static final Browser BROWSER = new Browser();
 * }</pre>
 *
 * <p>It finds no host but this machine, and a test fails on any error in its console. {@code
 * chromium} and {@code chromedriver} are found on the PATH, or are what the system properties
 * {@code chromium} and {@code chromedriver} name; without them the tests of the class are skipped.
 */
public final class Browser implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 10;
  private static final Dimension LAPTOP = new Dimension(1366, 900);

  private Optional<Chromium> driver = Optional.empty();

  @Override
  public void beforeAll(ExtensionContext context) {
    Optional<File> chromium = program("chromium");
    Optional<File> chromedriver = program("chromedriver");
    Assumptions.assumeTrue(
        chromium.isPresent() && chromedriver.isPresent(),
        "needs chromium and chromedriver, on the PATH or as -Dchromium=... -Dchromedriver=...");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.orElseThrow());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // which root has not
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1");
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability("goog:loggingPrefs", logging);
    driver = Optional.of(Chromium.start(chromedriver.orElseThrow(), options));
    resize(LAPTOP.width, LAPTOP.height);
  }

  private static Optional<File> program(String name) {
    String given = System.getProperty(name);
    Stream<Path> places =
        given != null
            ? Stream.of(Path.of(given))
            : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name));
    return places.filter(Files::isExecutable).map(Path::toFile).findFirst();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (driver.isPresent()) {
      assertNoErrors();
      driver().get("about:blank");
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    driver.ifPresent(Chromium::quit);
    driver = Optional.empty();
  }

  /** Selenium's own interface, for what is not here. */
  public RemoteWebDriver driver() {
    return driver.orElseThrow();
  }

  /** Opens an address; returns when the page and what it names are loaded. */
  public void open(String address) {
    driver().get(address);
  }

  /** Sets the size of the page, in CSS pixels. */
  public void resize(int width, int height) {
    driver
        .orElseThrow()
        .devtools(
            "Emulation.setDeviceMetricsOverride",
            Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Prefers dark colours, or light ones. */
  public void dark(boolean dark) {
    driver
        .orElseThrow()
        .devtools(
            "Emulation.setEmulatedMedia",
            Map.of(
                "features",
                List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /**
   * Puts fingers onto the page, moves them and takes them away, as a touch screen would.
   *
   * @param paths one for each finger: where it is at each moment, as x and y in CSS pixels from the
   *     page's visible corner
   */
  public void touch(List<List<int[]>> paths) {
    for (int i = 0; i < paths.get(0).size(); i++) {
      int moment = i;
      touch(i == 0 ? "touchStart" : "touchMove", paths.stream().map(p -> p.get(moment)).toList());
    }
    touch("touchEnd", List.of());
  }

  private void touch(String type, List<int[]> fingers) {
    List<Map<String, Integer>> points =
        IntStream.range(0, fingers.size())
            .mapToObj(i -> Map.of("id", i, "x", fingers.get(i)[0], "y", fingers.get(i)[1]))
            .toList();
    driver
        .orElseThrow()
        .devtools("Input.dispatchTouchEvent", Map.of("type", type, "touchPoints", points));
  }

  /**
   * The element of a CSS selector; waits until there is one that can be seen. Where the page draws
   * it anew before it is used, it is found again.
   */
  public WebElement find(String selector) {
    return (WebElement)
        Proxy.newProxyInstance(
            WebElement.class.getClassLoader(),
            new Class<?>[] {WebElement.class, WrapsElement.class},
            new Found(selector));
  }

  /** Calls an element, and its successor where it has left the page. */
  private final class Found implements InvocationHandler {
    private final String selector;
    private WebElement element;

    Found(String selector) {
      this.selector = selector;
      element = visible(selector);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (method.getDeclaringClass() == WrapsElement.class) {
        return element;
      }
      for (int attempt = 1; ; attempt++) {
        try {
          return method.invoke(element, arguments);
        } catch (InvocationTargetException e) {
          if (!(e.getCause() instanceof StaleElementReferenceException) || attempt == ATTEMPTS) {
            throw e.getCause();
          }
          element = visible(selector);
        }
      }
    }
  }

  private WebElement visible(String selector) {
    return new WebDriverWait(driver(), PATIENCE)
        .withMessage("nothing to be seen at " + selector)
        .ignoring(StaleElementReferenceException.class)
        .until(
            d ->
                d.findElements(By.cssSelector(selector)).stream()
                    .filter(WebElement::isDisplayed)
                    .findFirst()
                    .orElse(null));
  }

  /** Waits until something is so. */
  public void await(String what, Supplier<Boolean> condition) {
    new WebDriverWait(driver(), PATIENCE)
        .withMessage(what)
        .ignoring(StaleElementReferenceException.class)
        .until(d -> condition.get());
  }

  /** What a script returns. */
  public Object evaluate(String script, Object... arguments) {
    return driver().executeScript(script, arguments);
  }

  /** Fails on errors in the console since the last time. */
  public void assertNoErrors() {
    assertThat(errors()).as("errors in the browser's console").isEmpty();
  }

  /** The errors in the console since the last time; a test that expects some takes them here. */
  public List<String> errors() {
    return driver().manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
        .map(LogEntry::getMessage)
        .toList();
  }

  /** Keeps a picture of the page in {@code target/screenshots}. */
  public void screenshot(String name) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "screenshots"));
      Files.write(folder.resolve(name + ".png"), driver().getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Selenium's own ChromeDriver would want the part of Selenium that downloads browsers. */
  private static final class Chromium extends RemoteWebDriver {
    private static final String DEVTOOLS = "devtools";

    private final ChromeDriverService service;

    private Chromium(ChromeDriverService service, ChromeOptions options) {
      super(
          new HttpCommandExecutor(
              Map.of(
                  DEVTOOLS,
                  new CommandInfo("/session/:sessionId/goog/cdp/execute", HttpMethod.POST)),
              service.getUrl()),
          options);
      this.service = service;
    }

    static Chromium start(File chromedriver, ChromeOptions options) {
      ChromeDriverService service =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(chromedriver)
              .usingAnyFreePort()
              .build();
      try {
        service.start();
        return new Chromium(service, options);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void devtools(String command, Map<String, Object> parameters) {
      execute(DEVTOOLS, Map.of("cmd", command, "params", parameters));
    }

    @Override
    public void quit() {
      super.quit();
      service.stop();
    }
  }
}
