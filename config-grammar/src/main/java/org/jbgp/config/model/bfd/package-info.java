/**
 * What BFD sessions are like, and how BGP uses them.
 *
 * <p>Not here: {@code protocol bfd} itself, which is a protocol like others.
 */
package org.jbgp.config.model.bfd;
