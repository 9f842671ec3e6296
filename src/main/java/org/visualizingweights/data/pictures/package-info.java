/**
 * Pictures, from the bytes of a file to red, green and blue.
 *
 * <p>{@link org.visualizingweights.data.pictures.PictureReader} reads them. What the samples of a
 * file say is what is read: profiles and gamma are passed over, orientation is followed,
 * transparency shows white. What cannot be read so is refused, in words that say why. The package
 * knows nothing of folders, classes or data sets.
 */
package org.visualizingweights.data.pictures;
