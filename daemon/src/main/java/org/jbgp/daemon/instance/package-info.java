/**
 * What every protocol of the running router is: its contract ({@link org.jbgp.daemon.instance.ProtocolInstance}), what
 * it is made of ({@link org.jbgp.daemon.instance.Assembly}), what it may ask of the router, what a reload does to it.
 *
 * <p>Not here: any single kind of protocol. Those rooms know this one; this one knows none of them.
 */
package org.jbgp.daemon.instance;
