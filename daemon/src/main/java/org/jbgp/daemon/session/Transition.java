package org.jbgp.daemon.session;

import java.time.Instant;

/**
 * One step of a neighbor's life, kept for {@code show protocols} and the log.
 *
 * @param at wall-clock time
 * @param outgoing true for the connection we dial, false for the one the neighbor dials
 * @param from state before
 * @param to state after
 * @param reason one line for people
 */
public record Transition(Instant at, boolean outgoing, SessionState from, SessionState to, String reason) {}
