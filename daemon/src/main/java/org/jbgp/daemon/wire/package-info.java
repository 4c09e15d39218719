/**
 * BGP messages to bytes and back.
 *
 * <p>Here live the canonical attribute set ({@link org.jbgp.daemon.wire.AttributeBlob}), the UPDATE decoder and encoder, OPEN with
 * its capabilities, NOTIFICATION with its texts, ROUTE-REFRESH and the header check. What does not live here: channels, clocks,
 * threads, loggers, sessions and policy. A decoder never throws on what a peer sends: it answers with a verdict (RFC 7606).
 *
 * <p>Start with {@code UpdateDecoder} and {@code AttributeBlob}.
 */
package org.jbgp.daemon.wire;
