package org.jbgp.daemon.it.replies;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The script and its files for IPv6: each IPv4 address becomes the first half of an IPv6 address of its own, and each
 * prefix as much longer as that makes it, so that what lay in what lies there still.
 */
final class Sixfold {
    private static final Pattern ADDRESS =
            Pattern.compile("(?<!router id )\\b(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)\\b(?:/(\\d+))?");
    private static final Pattern LENGTH = Pattern.compile("(net\\.len [<>=]+ |max )(\\d+)");
    /** Bits of 2001:db8::/32, which stand before each. */
    private static final int BEFORE = 32;

    private Sixfold() {}

    static String of(String text) {
        String addresses = ADDRESS.matcher(text)
                .replaceAll(match -> "2001:db8:%x:%x::%s"
                        .formatted(
                                group(match.group(1), match.group(2)),
                                group(match.group(3), match.group(4)),
                                match.group(5) == null ? "" : "/" + longer(match.group(5))));
        return LENGTH.matcher(addresses)
                .replaceAll(match -> Matcher.quoteReplacement(match.group(1) + longer(match.group(2))))
                .replace("ipv4", "ipv6");
    }

    private static int group(String high, String low) {
        return Integer.parseInt(high) << 8 | Integer.parseInt(low);
    }

    private static int longer(String length) {
        return Integer.parseInt(length) + BEFORE;
    }
}
