/**
 * {@code jbgpctl top}: a live view of what the router does. {@link org.jbgp.cli.top.Top} owns the terminal and the
 * keys, {@code LoadPoll} asks the daemon, {@code TopScreen} makes lines of what it says and knows no terminal. What a
 * command means is nothing of this room's.
 */
package org.jbgp.cli.top;
