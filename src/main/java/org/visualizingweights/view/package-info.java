/** A stand-in. */
package org.visualizingweights.view;
