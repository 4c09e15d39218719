package org.jbgp.daemon.control.view;

import java.time.Duration;
import java.time.Instant;

/**
 * What {@code show status} shows.
 *
 * @param version jbgpd's own, e.g. {@code 0.1.0}
 * @param birdVersion what follows the word BIRD where clients of BIRD look for it, e.g. {@code 2.0.12-jbgpd-0.1.0}
 * @param routerId router id of the running configuration, unsigned 32 bits
 * @param hostname name of the host, null when not known
 * @param now the router's clock
 * @param booted when the router started
 * @param configured when the running configuration was loaded
 * @param recovery graceful restart recovery (RFC 4724), null when none is in progress
 * @param phase what the router is about
 * @param configurationFile file a plain {@code configure} reads
 * @param undoIn time until an unconfirmed configuration is undone, null when there is none
 * @param queued true while a configuration waits for the one before it to be in force
 */
public record RouterStatus(
        String version,
        String birdVersion,
        int routerId,
        String hostname,
        Instant now,
        Instant booted,
        Instant configured,
        Recovery recovery,
        Phase phase,
        String configurationFile,
        Duration undoIn,
        boolean queued) {

    /**
     * A graceful restart recovery in progress.
     *
     * @param channels how many channels are still waited for
     * @param remaining time until waiting ends
     * @param limit the whole waiting time
     */
    public record Recovery(int channels, Duration remaining, Duration limit) {}

    /** What the router is about. */
    public enum Phase {
        RUNNING,
        RECONFIGURING,
        SHUTTING_DOWN
    }
}
