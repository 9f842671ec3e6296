package org.visualizingweights;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What other programs may depend on does not stand on what may change. */
class PublicApiTest {
  private static final DescribedPredicate<JavaClass> PUBLIC_API =
      DescribedPredicate.describe("are public API", PublicApiTest::isPublicApi);

  private static final ArchRule RULE =
      classes().that(PUBLIC_API).should(mentionOnly(PublicApiTest::stays));

  @Test
  void whatStaysMentionsOnlyWhatStays() {
    RULE.check(
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.visualizingweights"));
  }

  /** Mentions what may change everywhere but in its last two methods. */
  @PublicApi
  public abstract static class Leaking implements Changing {
    public Changing field;

    protected Leaking(Changing... parameters) {}

    protected abstract Map<String, ? extends List<Changing[]>> result();

    public abstract void failing() throws ChangingException;

    abstract Changing notForOthers();

    public abstract Optional<String> staying(Leaking other) throws InterruptedException;
  }

  interface Changing {}

  abstract static class ChangingException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void whatMentionsSomethingElseIsFound() {
    JavaClasses classes =
        new ClassFileImporter()
            .importClasses(Leaking.class, Changing.class, ChangingException.class);

    assertThat(RULE.evaluate(classes).getFailureReport().getDetails())
        .satisfiesExactlyInAnyOrder(
            detail -> assertThat(detail).contains("Leaking mentions"),
            detail -> assertThat(detail).contains("Leaking.field mentions"),
            detail -> assertThat(detail).contains("Leaking.<init>("),
            detail -> assertThat(detail).contains("Leaking.result() mentions"),
            detail -> assertThat(detail).contains("Leaking.failing() mentions"));
  }

  private static boolean isPublicApi(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && (type.isAnnotatedWith(PublicApi.class)
            || type.getPackage().isAnnotatedWith(PublicApi.class)
            || type.getEnclosingClass().filter(PublicApiTest::isPublicApi).isPresent());
  }

  private static boolean stays(JavaClass type) {
    String name = type.getName();
    return type.isPrimitive()
        || Stream.of("java.", "org.deeplearning4j.", "org.nd4j.").anyMatch(name::startsWith)
        || isPublicApi(type);
  }

  private static ArchCondition<JavaClass> mentionOnly(Predicate<JavaClass> allowed) {
    return new ArchCondition<>("mention nothing but each other, Java, DL4J and ND4J") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream<Mention> ofType =
            Stream.of(
                    type.getTypeParameters().stream(),
                    type.getSuperclass().stream(),
                    type.getInterfaces().stream())
                .flatMap(kind -> kind)
                .flatMap(mentioned -> mentions(type.getName(), mentioned));
        Stream.concat(ofType, type.getMembers().stream().flatMap(PublicApiTest::ofMember))
            .filter(mention -> !allowed.test(mention.mentioned()))
            .distinct()
            .forEach(mention -> events.add(SimpleConditionEvent.violated(type, mention.text())));
      }
    };
  }

  private record Mention(String where, JavaClass mentioned) {
    String text() {
      return where + " mentions " + mentioned.getName();
    }
  }

  private static Stream<Mention> mentions(String where, JavaType type) {
    return type.getAllInvolvedRawTypes().stream().map(raw -> new Mention(where, raw));
  }

  private static Stream<Mention> ofMember(JavaMember member) {
    if (!member.getModifiers().contains(JavaModifier.PUBLIC)
        && !member.getModifiers().contains(JavaModifier.PROTECTED)) {
      return Stream.empty();
    }
    Stream<JavaClass> thrown =
        member instanceof JavaCodeUnit code ? code.getExceptionTypes().stream() : Stream.empty();
    return Stream.concat(member.getAllInvolvedRawTypes().stream(), thrown)
        .map(mentioned -> new Mention(member.getFullName(), mentioned));
  }
}
