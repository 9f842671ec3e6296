package org.visualizingweights;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What other programs may depend on: it stays as it is from version to version. All else may change
 * at any time, public or not.
 *
 * <p>On a package it is said of all that is public in it.
 */
@PublicApi
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PACKAGE, ElementType.TYPE})
public @interface PublicApi {}
