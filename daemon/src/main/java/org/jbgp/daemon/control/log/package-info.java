/**
 * Where messages go: what the configuration's {@code log} statements say. {@link org.jbgp.daemon.log.Logger} is what they are written
 * with; docs/decisions/005 tells why both are our own.
 */
package org.jbgp.daemon.control.log;
