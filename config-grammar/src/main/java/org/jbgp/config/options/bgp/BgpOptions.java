package org.jbgp.config.options.bgp;

import org.jbgp.config.options.row.OptionTable;

/** The options of {@code protocol bgp} but for those of its channels, in the order of the reference. */
public final class BgpOptions {
    public static final OptionTable<BgpDraft> TABLE = new OptionTable<>(
            BgpEndpointRows.ROWS,
            BgpTimerRows.ROWS,
            BgpTransportRows.ROWS,
            BgpRoleRows.ROWS,
            BgpPathRows.ROWS,
            BgpCapabilityRows.OFFERS,
            BgpCapabilityRows.REQUIREMENTS,
            BgpCapabilityRows.RESTART,
            BgpErrorRows.ROWS);

    private BgpOptions() {}
}
