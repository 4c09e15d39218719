/**
 * The integration laboratory: network namespaces, links and real routers of other makers around a jbgpd.
 *
 * <p>Start with {@link org.jbgp.daemon.lab.Lab}: it makes {@link org.jbgp.daemon.lab.Node}s (one network namespace each) and
 * links, and removes them whatever happens. A {@link org.jbgp.daemon.lab.Peer} runs one daemon in one node from a configuration
 * text, or from a maker-neutral {@link org.jbgp.daemon.lab.Speaker}, and reports its routes in one form
 * ({@link org.jbgp.daemon.lab.PeerRoute}). A test that needs another maker's software carries
 * {@link org.jbgp.daemon.lab.NeedsPeer}.
 */
package org.jbgp.daemon.lab;
