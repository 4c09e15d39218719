/**
 * Times as text by the pattern that somebody configured. Known to every room, knows none.
 */
package org.jbgp.daemon.calendar;
