/**
 * Netlink sockets and the calls of libc below them.
 *
 * <p>Not here: routes, links and addresses, which are messages of rtnetlink ({@code org.jbgp.kernel}).
 */
package org.jbgp.kernel.netlink;
