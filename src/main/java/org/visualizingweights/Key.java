package org.visualizingweights;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a component of a record a key of an experiment's YAML. From this and the component's type
 * follow what is read and checked, what is written, the JSON schema, and what the README and {@code
 * defaults.yaml} say of the key; only its default stands elsewhere, in {@code defaults.yaml}.
 * {@code mvn test -Dtest=DescriptionsTest -Ddescribe=true} writes what follows into these files.
 *
 * <p>Below a component that is a record with keys of its own, these keys are; where it is no key
 * itself, they stand beside those around it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
  /** What it means, in a sentence, with what is written in YAML in backticks. */
  String value();

  /**
   * Its name, after a dot where it is below another: {@code capture.every}. Empty: the component's,
   * in lower case, with dashes. Two components of one name are a list of two numbers, whose range
   * the first one gives.
   */
  String name() default "";

  /** The least number that is allowed. */
  double least() default Double.NEGATIVE_INFINITY;

  /** Numbers above this one are allowed. */
  double above() default Double.NEGATIVE_INFINITY;

  /** Numbers below this one are allowed. */
  double below() default Double.POSITIVE_INFINITY;

  /** The greatest number that is allowed. */
  double most() default Double.POSITIVE_INFINITY;
}
