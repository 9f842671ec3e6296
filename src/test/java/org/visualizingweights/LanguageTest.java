package org.visualizingweights;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What programs read has the digits 0 to 9 whatever the user's language is: all tests run in one
 * that has others.
 */
class LanguageTest {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final Path SOURCES = Path.of("src/main/java");

  @Test
  void theTestsRunInALanguageWithDigitsOfItsOwn() {
    assertThat(String.format(Locale.ROOT, "%d", 42)).isEqualTo("۴۲");
  }

  /** Where grouping and fractions do not matter, {@code %s} writes a number as it is. */
  @Test
  void numbersAreFormattedForTheRootLocale() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES);
        StandardJavaFileManager manager =
            COMPILER.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();

      assertThat(languages(manager.getJavaFileObjectsFromPaths(sources))).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | "%d of %,d".formatted(1, 2)
          1 | String.format("%05.1f", 1.0)
          1 | String.format(Locale.ROOT, "%s", "%d".formatted(1))
          0 | String.format(Locale.ROOT, "%d" + "%.1f", 1, 1.0)
          0 | "%s is 50 %% done: 0x%02X%n".formatted(1, 2)
          """)
  void aNumberThatIsFormattedOtherwiseIsFound(int times, String expression) throws IOException {
    Source source = new Source("class A { String s = " + expression + "; }");

    assertThat(languages(List.of(source))).hasSize(times);
  }

  /** The formats that depend on the language, with their files. */
  private static List<String> languages(Iterable<? extends JavaFileObject> sources)
      throws IOException {
    List<String> found = new ArrayList<>();
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, null, null, List.of("-proc:none"), null, sources);
    for (CompilationUnitTree unit : task.parse()) {
      new Formats().scan(unit, found);
    }
    return found;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///A.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Finds the formats whose numbers depend on the language. */
  private static final class Formats extends TreePathScanner<Void, List<String>> {
    private static final Pattern NUMBER =
        Pattern.compile("%(\\d+\\$)?[-#+0,(]*\\d*(\\.\\d+)?[dfegEGaAtT]");

    @Override
    public Void visitLiteral(LiteralTree literal, List<String> found) {
      if (literal.getValue() instanceof String text
          && NUMBER.matcher(text.replace("%%", "")).find()
          && !isForTheRootLocale(getCurrentPath())) {
        found.add(getCurrentPath().getCompilationUnit().getSourceFile().getName() + ": " + text);
      }
      return super.visitLiteral(literal, found);
    }

    private static boolean isForTheRootLocale(TreePath literal) {
      return StreamSupport.stream(literal.spliterator(), false)
          .filter(MethodInvocationTree.class::isInstance)
          .map(MethodInvocationTree.class::cast)
          .findFirst()
          .filter(call -> !call.getArguments().isEmpty())
          .filter(call -> call.getArguments().get(0).toString().equals("Locale.ROOT"))
          .isPresent();
    }
  }
}
