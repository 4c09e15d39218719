/**
 * What somebody types, until it is a command with arguments: words, abbreviations, prefixes, times, and what is said of
 * mistakes.
 *
 * <p>Start with {@link org.jbgp.daemon.control.words.CommandArguments}. Which commands there are is not here but in the
 * table of {@code control}, which also carries them out; no name is resolved here.
 */
package org.jbgp.daemon.control.words;
