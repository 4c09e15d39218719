package org.jbgp.daemon.router;

import org.jbgp.daemon.log.Logger;
import org.jbgp.daemon.policy.PolicyLog;

/** Messages of running filters go to the log. Any thread. */
public final class LoggedFilters implements PolicyLog {
    private static final Logger log = Logger.get();

    @Override
    public void print(String text) {
        log.info("{}", text);
    }

    @Override
    public void error(String message) {
        log.error("{}", message);
    }
}
