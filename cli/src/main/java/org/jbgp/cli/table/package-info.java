/**
 * Replies as tables that fit a terminal. Start with {@link org.jbgp.cli.table.RouteTable}. Nothing here asks a daemon,
 * or knows a terminal but its width; what is printed behind a pipe is the daemon's own form and none of this.
 */
package org.jbgp.cli.table;
