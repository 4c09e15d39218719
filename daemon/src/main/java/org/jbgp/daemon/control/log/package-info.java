/**
 * The daemon's log: what the configuration's {@code log} statements say, behind the log4j2 API. The API is all of
 * log4j2 that jbgpd uses; {@link org.jbgp.daemon.control.log.LogProvider} takes the place of log4j-core, whose start
 * costs more than the rest of the daemon's (docs/decisions/005-control-and-logging.md). The rest of the daemon logs
 * through the API and knows nothing of this package; {@code Jbgpd} calls {@link org.jbgp.daemon.control.log.DaemonLog}
 * at start and after each reconfiguration.
 */
package org.jbgp.daemon.control.log;
