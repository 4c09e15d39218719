/**
 * The integration laboratory: network namespaces, links and real routers of other makers around a jbgpd.
 *
 * <p>Start with {@link org.jbgp.daemon.lab.Lab}: it makes {@link org.jbgp.daemon.lab.Node}s (one network namespace
 * each) and links, and removes them whatever happens. A {@link org.jbgp.daemon.lab.Peer} runs one daemon in one node
 * from a configuration text, or from a maker-neutral {@link org.jbgp.daemon.lab.Speaker}, and reports its routes in one
 * form ({@link org.jbgp.daemon.lab.PeerRoute}). A test that needs another maker's software carries {@link
 * org.jbgp.daemon.lab.NeedsPeer}.
 *
 * <p>Another process takes its time. What a test asserts of one it waits for, with {@code Lab.await} or {@code
 * Lab.eventually}; what must not happen it looks for behind an event that shows the order, such as a route that is sent
 * later and has arrived.
 */
package org.jbgp.daemon.lab;
