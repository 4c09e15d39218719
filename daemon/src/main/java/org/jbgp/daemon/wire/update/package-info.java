/**
 * UPDATE messages to canonical attribute sets and back.
 *
 * <p>Here live the decoder with its verdicts on malformed messages (RFC 7606), the encoder, NLRI, and what a session
 * agreed on that changes how both write and read. What does not live here: what an attribute is and how a set is stored
 * ({@code wire}), and which route is advertised to whom ({@code advertise}). A decoder never throws on what a neighbor
 * sends.
 *
 * <p>Start with {@link org.jbgp.daemon.wire.update.UpdateDecoder} and {@link
 * org.jbgp.daemon.wire.update.UpdateEncoder}.
 */
package org.jbgp.daemon.wire.update;
