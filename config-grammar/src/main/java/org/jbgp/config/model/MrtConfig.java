package org.jbgp.config.model;

import java.util.List;
import java.util.Optional;

/**
 * Dumps of tables in MRT format (RFC 6396), made at regular times.
 *
 * @param common the options every protocol has
 * @param table name of the table; empty if a pattern names the tables
 * @param tablePattern shell pattern of the names of tables
 * @param filter which routes are dumped
 * @param filename file to write; a pattern as of strftime, with {@code %N} for the table
 * @param period seconds between dumps, from 1
 * @param alwaysAddPath write the ADD-PATH form (RFC 8050) of all records
 */
public record MrtConfig(
        ProtocolCommon common,
        Optional<String> table,
        Optional<String> tablePattern,
        FilterRef filter,
        String filename,
        long period,
        boolean alwaysAddPath)
        implements ProtocolConfig {

    @Override
    public List<ChannelConfig> channels() {
        return List.of();
    }

    @Override
    public MrtConfig with(ProtocolCommon other) {
        return new MrtConfig(other, table, tablePattern, filter, filename, period, alwaysAddPath);
    }

    @Override
    public String keyword() {
        return "mrt";
    }
}
