/**
 * The line at a terminal that shows how far it is what a command waits for: {@link org.jbgp.cli.progress.ProgressLine}
 * asks the daemon over a connection of its own. Where replies are printed, and when they come, is not known here.
 */
package org.jbgp.cli.progress;
