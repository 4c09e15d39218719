/**
 * How answers look: BIRD's layouts of 1.6 and of 2.x, JSON, times, attributes. Start with {@link
 * org.jbgp.daemon.control.layout.Layout}.
 *
 * <p>Not here: what a command does ({@code control}) and the values it shows ({@code control.view}).
 */
package org.jbgp.daemon.control.layout;
