package org.jbgp.daemon.simulation;

/** Something of a {@link World} that has sessions and can lose its power. One thread, outside of all events. */
public sealed interface SimulatedMachine permits SimulatedRouter, SimulatedSpeaker {
    /** Its name. */
    String name();

    /** Its interfaces and its kernel, which outlive it. */
    Host host();

    /** Whether it runs. */
    boolean runs();

    /**
     * Starts it.
     *
     * @param recovers as a graceful restart ({@code -R}); means nothing to one without tables
     */
    void start(boolean recovers);

    /** The machine loses its power. {@link #start} brings it back. */
    void powerOff();

    /** Ends its process without a word: its connections are closed, and the kernel keeps its routes. */
    void kill();
}
