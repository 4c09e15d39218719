/**
 * What a row of an option table is, and how a statement finds its row and applies it.
 *
 * <p>Not here: any option of BIRD's; those are in {@code options.common}, {@code bgp}, {@code protocol} and {@code
 * global}.
 */
package org.jbgp.config.options.row;
