/**
 * The command line: what the user types, and what the user sees while a run goes on.
 *
 * <p>{@link org.visualizingweights.cli.Main} has the commands. Whatever a command does is done
 * elsewhere; nothing else knows this package.
 */
package org.visualizingweights.cli;
