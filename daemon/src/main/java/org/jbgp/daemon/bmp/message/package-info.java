/**
 * The messages of the BGP Monitoring Protocol, written: RFC 7854, 8671 (Adj-RIB-Out), 9069 (Loc-RIB) and 9736 (TLVs of
 * Peer Up). Start with {@link org.jbgp.daemon.bmp.message.BmpWriter}.
 *
 * <p>Not here: stations, sessions and threads ({@code bmp}). Nothing reads BMP: a station has nothing to say.
 */
package org.jbgp.daemon.bmp.message;
