/**
 * From changed prefixes to full UPDATEs: sorted changes, sets equal on the wire, path identifiers.
 *
 * <p>Not here: which routes are sent to whom ({@code advertise}), and the bytes of a message ({@code wire}).
 */
package org.jbgp.daemon.advertise.pack;
