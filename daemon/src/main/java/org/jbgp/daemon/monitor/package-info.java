/**
 * What BGP sessions and tables show to whoever watches them, and who watches: the small doors through which {@code bmp}
 * hears of sessions and routes. A session or a channel that nobody watches has null there. Start with {@link
 * org.jbgp.daemon.monitor.Monitoring}.
 *
 * <p>Not here: what is made of it ({@code bmp}), and where it happens ({@code bgp}, {@code rib}).
 */
package org.jbgp.daemon.monitor;
