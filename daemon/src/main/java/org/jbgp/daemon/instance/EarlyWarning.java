package org.jbgp.daemon.instance;

import java.util.List;
import org.jbgp.daemon.rib.nexthop.NextHopRequests;

/**
 * Hears of what changes many routes at once before any table does: whoever can lead all of them elsewhere in one go
 * need not wait until the tables have gone through them. Any thread.
 */
public interface EarlyWarning {
    /** Nobody hears. */
    EarlyWarning NONE = new EarlyWarning() {
        @Override
        public void channelLost(int channel) {}

        @Override
        public void nextHopsChanged(List<NextHopRequests.Answer> answers) {}
    };

    /** All routes that came by a channel are about to be removed. */
    void channelLost(int channel);

    /** Next hops can be used, or no longer, or lead elsewhere: the tables hear of it next. */
    void nextHopsChanged(List<NextHopRequests.Answer> answers);
}
