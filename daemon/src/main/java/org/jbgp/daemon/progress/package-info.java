/**
 * What takes long and is under way: its name, how much is done, of how much. Whoever works counts, whoever shows reads;
 * neither waits for the other. Known to every room, knows none. Start with {@link org.jbgp.daemon.progress.LongWork}.
 * How it looks at a terminal is here too ({@link org.jbgp.daemon.progress.ProgressText}, {@link
 * org.jbgp.daemon.progress.TerminalLine}); commands about it are in {@code control}.
 */
package org.jbgp.daemon.progress;
