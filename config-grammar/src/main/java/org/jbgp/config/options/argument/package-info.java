/**
 * Reads the arguments of a statement from left to right, with what is known of the configuration so far.
 *
 * <p>Not here: which arguments an option has, which its row says, and what a statement is ({@code config.syntax}).
 */
package org.jbgp.config.options.argument;
