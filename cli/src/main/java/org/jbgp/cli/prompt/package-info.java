/**
 * The prompt of {@code jbgpctl} at a terminal, by JLine, which is loaded for it alone. Start with
 * {@link org.jbgp.cli.prompt.Console}. What commands are is in {@code words}, the connection in {@code client}.
 */
package org.jbgp.cli.prompt;
