/**
 * From one configuration to the next: reading it, the plan, carrying the plan out, undo. Start with {@link
 * org.jbgp.daemon.reload.Configurations}.
 *
 * <p>Not here: how a single protocol takes a change over ({@code instance} and the rooms of the protocols).
 */
package org.jbgp.daemon.reload;
