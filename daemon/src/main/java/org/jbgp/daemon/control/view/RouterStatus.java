package org.jbgp.daemon.control.view;

import java.time.Duration;
import java.time.Instant;

/**
 * What {@code show status} shows.
 *
 * @param versions what runs
 * @param routerId router id of the running configuration, unsigned 32 bits
 * @param hostname name of the host, null when not known
 * @param times when it began, and now
 * @param recovery graceful restart recovery (RFC 4724), null when none is in progress
 * @param phase what the router is about
 * @param pending the configuration of now and those to come
 */
public record RouterStatus(
        Versions versions,
        int routerId,
        String hostname,
        Times times,
        Recovery recovery,
        Phase phase,
        Pending pending) {
    /**
     * What runs.
     *
     * @param version jbgpd's own, e.g. {@code 0.1.0}
     * @param birdVersion what follows the word BIRD where clients of BIRD look for it, e.g. {@code 2.0.12-jbgpd-0.1.0}
     */
    public record Versions(String version, String birdVersion) implements Inline {}

    /**
     * When it began, and now.
     *
     * @param now the router's clock
     * @param booted when the router started
     * @param configured when the running configuration was loaded
     */
    public record Times(Instant now, Instant booted, Instant configured) implements Inline {}

    /**
     * The configuration of now and those to come.
     *
     * @param configurationFile file a plain {@code configure} reads
     * @param undoIn time until an unconfirmed configuration is undone, null when there is none
     * @param queued true while a configuration waits for the one before it to be in force
     * @param undone why the last configuration was undone by itself, null if it was not
     */
    public record Pending(String configurationFile, Duration undoIn, boolean queued, String undone) implements Inline {}

    /** See {@link Pending#undone}. */
    public String undone() {
        return pending.undone();
    }

    /** See {@link Versions#version}. */
    public String version() {
        return versions.version();
    }

    /** See {@link Versions#birdVersion}. */
    public String birdVersion() {
        return versions.birdVersion();
    }

    /** See {@link Times#now}. */
    public Instant now() {
        return times.now();
    }

    /** See {@link Times#booted}. */
    public Instant booted() {
        return times.booted();
    }

    /** See {@link Times#configured}. */
    public Instant configured() {
        return times.configured();
    }

    /** See {@link Pending#configurationFile}. */
    public String configurationFile() {
        return pending.configurationFile();
    }

    /** See {@link Pending#undoIn}. */
    public Duration undoIn() {
        return pending.undoIn();
    }

    /** See {@link Pending#queued}. */
    public boolean queued() {
        return pending.queued();
    }

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
