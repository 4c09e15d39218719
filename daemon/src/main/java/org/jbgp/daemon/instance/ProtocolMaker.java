package org.jbgp.daemon.instance;

import org.jbgp.config.model.ProtocolConfig;

/** Makes protocol instances of their configuration. Control thread. */
public interface ProtocolMaker {
    /** A new instance, not started; null for what is read but cannot run, which the log then says. */
    ProtocolInstance make(Assembly made, ProtocolConfig config);
}
