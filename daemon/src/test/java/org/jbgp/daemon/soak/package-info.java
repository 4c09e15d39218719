/**
 * Hours of a router under everything that can happen to it, by hand: {@code bench/soak}. Start with {@link
 * org.jbgp.daemon.soak.Soak}.
 *
 * <p>Not here: tests that a build runs; those are in {@code it}.
 */
package org.jbgp.daemon.soak;
