/**
 * {@code protocol bmp}: what monitoring stations hear of sessions and routes (RFC 7854). Start with {@link
 * org.jbgp.daemon.bmp.BmpInstance}, the protocol; {@link org.jbgp.daemon.bmp.BmpHub} joins what happens in the router
 * with those who want to hear of it.
 *
 * <p>One thread of its own, {@code bmp}, owns the connections; it is there while a BMP protocol runs. Routes are
 * reported on the shards, sessions on their event loops, and what they write goes into a bounded queue for each
 * connection. So a slow station costs its own connection and nothing else.
 *
 * <p>Not here: the bytes of messages ({@code bmp.message}), and where sessions and tables call out ({@code monitor}).
 */
package org.jbgp.daemon.bmp;
