/**
 * What may come next in a command: words from the daemon's table of commands ({@link
 * org.jbgp.cli.words.CommandGrammar}),
 * names from a running router ({@link org.jbgp.cli.words.DaemonNames}). Start with {@link
 * org.jbgp.cli.words.Completion},
 * which the prompt and the shells ask alike. No terminal belongs here.
 */
package org.jbgp.cli.words;
