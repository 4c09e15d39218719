/**
 * The daemon's log: what the configuration's {@code log} statements say, turned into log4j2 without XML and without
 * plugin scanning. The rest of the daemon logs through the log4j2 API and knows nothing of this package; {@code Jbgpd}
 * calls {@link org.jbgp.daemon.control.log.DaemonLog} once at start and after each reconfiguration.
 */
package org.jbgp.daemon.control.log;
