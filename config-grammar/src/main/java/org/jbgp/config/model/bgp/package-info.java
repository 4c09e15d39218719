/**
 * Options of {@code protocol bgp} and its channels, in groups. Values only.
 *
 * <p>Not here: the protocol itself ({@code model.BgpConfig}), and how options are read ({@code options}).
 */
package org.jbgp.config.model.bgp;
