package org.jbgp.daemon.glass;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as {@code timeformat … iso long} of BIRD, which readers of birdwatcher are set to, by the machine's clock. */
final class BirdwatcherTimes {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private BirdwatcherTimes() {}

    static String text(Instant time) {
        return FORMAT.format(time.atZone(ZoneId.systemDefault()));
    }
}
