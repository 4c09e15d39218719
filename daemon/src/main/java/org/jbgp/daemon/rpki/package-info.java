/**
 * {@code protocol rpki}: what caches say over RPKI to Router (RFC 6810, RFC 8210, draft-ietf-sidrops-8210bis) goes into
 * tables of authorizations. Start with {@link org.jbgp.daemon.rpki.CacheSession}, which knows no socket, clock or
 * thread.
 *
 * <p>Not here: bytes of messages ({@code wire}), SSH ({@code ssh}), the tables themselves ({@code policy.validity}),
 * what becomes of routes ({@code instance.Revalidator}). A router without such a protocol loads no class of this room
 * but {@code RpkiInstance}'s maker.
 */
package org.jbgp.daemon.rpki;
