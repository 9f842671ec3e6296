/**
 * Where Deeplearning4j looks for a class that ND4J has moved: {@link Nd4jCpu}, and nothing else.
 */
package org.nd4j.nativeblas;
