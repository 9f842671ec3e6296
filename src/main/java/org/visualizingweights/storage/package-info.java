/**
 * Records of a run's steps as bytes in DL4J's statistics storages.
 *
 * <p>{@link org.visualizingweights.storage.StoredRecord} is what a storage keeps; its content is
 * written by an {@link org.visualizingweights.storage.Encoder} and read by a {@link
 * org.visualizingweights.storage.Decoder}. The package does not know what is recorded.
 */
package org.visualizingweights.storage;
