package org.jbgp.daemon.glass;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.daemon.control.layout.TimeText;

/** Times as {@code timeformat … iso long} of BIRD, which readers of birdwatcher are set to, by the machine's clock. */
final class BirdwatcherTimes {
    private static final TimeFormat FORMAT = new TimeFormat("%Y-%m-%d %H:%M:%S", 0, Optional.empty());

    private final TimeText times = new TimeText(ZoneId.systemDefault());

    String text(Instant time) {
        return times.format(FORMAT, time, time);
    }
}
