/**
 * How often the log speaks of what can happen without end, and the clock whose moments may be compared. Known to every
 * room, knows none.
 */
package org.jbgp.daemon.pacing;
