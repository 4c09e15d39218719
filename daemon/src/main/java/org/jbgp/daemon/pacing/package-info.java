/**
 * How often the log speaks of what can happen without end. Known to every room, knows none.
 */
package org.jbgp.daemon.pacing;
