/**
 * Messages of RPKI to Router (RFC 6810, RFC 8210, draft-ietf-sidrops-8210bis) and their bytes. Start with {@link
 * org.jbgp.daemon.rpki.wire.PduDecoder}.
 *
 * <p>Not here: what a message means to a session ({@code rpki}), sockets, threads.
 */
package org.jbgp.daemon.rpki.wire;
