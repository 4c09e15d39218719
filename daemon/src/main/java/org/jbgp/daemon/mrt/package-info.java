/**
 * MRT files (RFC 6396, 8050): dumps of tables, by {@code protocol mrt} and by command, and of what neighbors send
 * ({@code mrtdump}); what was recorded, read again. Start with {@link org.jbgp.daemon.mrt.TableDumps}, {@link
 * org.jbgp.daemon.mrt.UpdateDump} and {@link org.jbgp.daemon.mrt.RecordedRoutes}.
 *
 * <p>Not here: how the words of the command are read, and how a protocol's state looks ({@code control}).
 */
package org.jbgp.daemon.mrt;
