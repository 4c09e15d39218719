package org.jbgp.daemon.simulate;

import java.util.List;

/** Where packets or routes end, and by what. */
record LossReason(String router, String reason) {
    /** Packets from that router to so many prefixes. */
    NetworkReport.FatePart fate(int prefixes, List<String> some) {
        return new NetworkReport.FatePart(router, reason, prefixes, some);
    }
}
