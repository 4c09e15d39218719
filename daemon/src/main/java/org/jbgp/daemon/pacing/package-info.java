/**
 * How often the log may be told of what can happen without end. Known to every room, knows none.
 */
package org.jbgp.daemon.pacing;
