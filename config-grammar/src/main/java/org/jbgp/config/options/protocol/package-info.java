/**
 * The options of all other protocols: for each kind a class with the rows, and a draft that checks what they say
 * together and makes the model from it.
 *
 * <p>Not here: BGP, whose options fill a package of their own.
 */
package org.jbgp.config.options.protocol;
