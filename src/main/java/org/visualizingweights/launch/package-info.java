/**
 * Starts the JVM that trains, with the settings that make it fast, and looks after it.
 *
 * <p>{@link org.visualizingweights.launch.Launcher} runs inside Maven's JVM, where no JVM flag and
 * no environment variable can be set any more, and starts a second JVM for the program. In that one
 * {@link org.visualizingweights.launch.Lifeline} and {@link
 * org.visualizingweights.launch.Interruption} see to an orderly end, and {@link
 * org.visualizingweights.launch.Failure} says what has led to another.
 *
 * <p>This package uses nothing but the JDK: whatever it touched, Maven's JVM would have to load. It
 * knows the program by the name of its main class only.
 */
package org.visualizingweights.launch;
