package org.jbgp.daemon.protocol;

/** Where a protocol reports what an operator should know. Implementations may be called by the protocol's own thread only. */
public interface ProtocolLog {
    /** Something noteworthy and normal. */
    void info(String protocol, String message);

    /** Something that an operator should look at. */
    void warning(String protocol, String message);
}
