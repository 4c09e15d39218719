package org.jbgp.daemon.protocol;

import org.apache.logging.log4j.Logger;

/**
 * Where a protocol reports what an operator should know. Implementations may be called by the protocol's own thread
 * only.
 */
public interface ProtocolLog {
    /** Writes {@code name: message} to a logger. */
    static ProtocolLog to(Logger log) {
        return new ProtocolLog() {
            @Override
            public void info(String protocol, String message) {
                log.info("{}: {}", protocol, message);
            }

            @Override
            public void warning(String protocol, String message) {
                log.warn("{}: {}", protocol, message);
            }
        };
    }

    /** Something noteworthy and normal. */
    void info(String protocol, String message);

    /** Something that an operator should look at. */
    void warning(String protocol, String message);
}
