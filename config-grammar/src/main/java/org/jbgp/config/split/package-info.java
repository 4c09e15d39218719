/**
 * One configuration becomes two: the part of OSPF, RIP and Babel for BIRD, the part of BGP for jbgpd, and what joins
 * them through the kernel's routing tables. Works on tokens, for options of protocols that jbgpd does not speak have no
 * rows.
 *
 * <p>Start at {@link org.jbgp.config.split.Splitter}. Files are not written here.
 */
package org.jbgp.config.split;
