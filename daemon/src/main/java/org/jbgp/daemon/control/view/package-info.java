/**
 * The ports of the control room: what commands and metrics want to know of the router, and the few things they may ask
 * it to do. Interfaces and immutable records only; the router implements {@link
 * org.jbgp.daemon.control.view.RouterView}, {@link org.jbgp.daemon.control.view.RouteTables} and {@link
 * org.jbgp.daemon.control.view.RouterCommands}. No text layout lives here: how a value is printed is the business of
 * {@code org.jbgp.daemon.control}.
 */
package org.jbgp.daemon.control.view;
