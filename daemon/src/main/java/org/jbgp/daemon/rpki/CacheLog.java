package org.jbgp.daemon.rpki;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.base.DebugFlag;
import org.jbgp.config.model.ProtocolCommon;
import org.jbgp.daemon.pacing.LogPace;

/**
 * What the log hears of one cache. A cache that misbehaves at any rate gets a line in ten seconds. One thread at a
 * time.
 */
final class CacheLog {
    private static final Logger log = LogManager.getLogger(CacheLog.class);
    private static final long PACE_NANOS = 10_000_000_000L;
    private static final long PACKET_NANOS = 100_000_000L;

    private final LogPace warnings = new LogPace(PACE_NANOS, System::nanoTime);
    private final LogPace losses = new LogPace(PACE_NANOS, System::nanoTime);
    private final LogPace packets = new LogPace(PACKET_NANOS, System::nanoTime);
    private ProtocolCommon protocol;

    CacheLog(ProtocolCommon protocol) {
        this.protocol = protocol;
    }

    /** The protocol's options changed. */
    void protocol(ProtocolCommon changed) {
        protocol = changed;
    }

    /** What an operator should know. */
    void warn(String text) {
        if (warnings.permits()) {
            log.warn("{}: {}{}", protocol.name(), text, warnings.leftOut());
        }
    }

    /** What is nobody's fault as far as is known. */
    void info(String text) {
        if (losses.permits()) {
            log.info("{}: {}{}", protocol.name(), text, losses.leftOut());
        }
    }

    /** {@code debug { events }}. */
    void event(String text) {
        if (protocol.debug().contains(DebugFlag.EVENTS)) {
            log.trace("{}: {}", protocol.name(), text);
        }
    }

    boolean packets() {
        return protocol.debug().contains(DebugFlag.PACKETS);
    }

    /** {@code debug { packets }}: those that come once in an answer. */
    void packet(String verb, String what) {
        log.trace("{}: {} {}", protocol.name(), verb, what);
    }

    /** The same of those that come by the thousand. */
    void record(String verb, String what) {
        if (packets.permits()) {
            log.trace("{}: {} {}{}", protocol.name(), verb, what, packets.leftOut());
        }
    }
}
