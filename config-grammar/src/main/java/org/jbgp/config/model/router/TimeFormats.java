package org.jbgp.config.model.router;

/**
 * How the control protocol and the log write times.
 *
 * @param base for {@code show status} and everything without a format of its own
 * @param log for the log
 * @param route for routes
 * @param protocol for protocols
 */
public record TimeFormats(TimeFormat base, TimeFormat log, TimeFormat route, TimeFormat protocol) {}
