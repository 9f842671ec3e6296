/**
 * Files that are needed: looked for where they may lie, downloaded where they do not, and known by
 * their SHA-256.
 *
 * <p>{@link org.visualizingweights.files.FileFinder} is what others ask. The package knows nothing
 * of what is in the files.
 */
package org.visualizingweights.files;
