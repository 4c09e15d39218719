package org.jbgp.daemon.instance;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.policy.PolicyLog;

/** Messages of running filters go to the log. Any thread. */
public final class LoggedFilters implements PolicyLog {
    private static final Logger log = LogManager.getLogger(LoggedFilters.class);

    @Override
    public void print(String text) {
        log.info("{}", text);
    }

    @Override
    public void error(String message) {
        log.error("{}", message);
    }
}
