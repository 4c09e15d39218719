package org.jbgp.daemon.control.view;

import org.jbgp.config.model.FilterRef;

/**
 * Which tables shall be dumped, and where to (RFC 6396).
 *
 * @param table name of one table, null if a pattern names them
 * @param pattern shell pattern of names of tables, null if one is named
 * @param filter which routes
 * @param file a pattern as of strftime, with {@code %N} for the table
 * @param alwaysAddPath all records in the ADDPATH form (RFC 8050)
 */
public record MrtOrder(String table, String pattern, FilterRef filter, String file, boolean alwaysAddPath) {}
