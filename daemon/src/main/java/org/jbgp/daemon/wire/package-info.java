/**
 * What BGP's messages are made of.
 *
 * <p>Here live the table of attributes ({@link org.jbgp.daemon.wire.AttributeType}), the canonical attribute set
 * ({@link org.jbgp.daemon.wire.AttributeBlob}), NOTIFICATION with its texts, ROUTE-REFRESH and the header check. UPDATE
 * has a room of its own, {@code wire.update}, and so has OPEN with its capabilities, {@code wire.open}. What does not
 * live here: channels, clocks, threads, loggers, sessions and policy.
 *
 * <p>Start with {@code AttributeType} and {@code AttributeBlob}.
 */
package org.jbgp.daemon.wire;
