package org.jbgp.config.filter.value;

import org.jbgp.config.model.IpAddress;

/** Writes prefix sets the way they were written. BIRD prints the inner form of its trie instead. */
final class PrefixSetFormat {

    private PrefixSetFormat() {}

    static void append(StringBuilder text, PrefixSet set) {
        text.append('[');
        int bits = set.isIp4() ? 32 : 128;
        String separator = "";
        for (PrefixSet.Pattern pattern : set.patterns()) {
            IpAddress address =
                    set.isIp4() ? IpAddress.ipv4((int) pattern.lo()) : IpAddress.ipv6(pattern.hi(), pattern.lo());
            text.append(separator).append(address).append('/').append(pattern.length());
            separator = ", ";
            if (pattern.low() == pattern.length() && pattern.high() == pattern.length()) {
                continue;
            }
            if (pattern.low() == pattern.length() && pattern.high() == bits) {
                text.append('+');
            } else if (pattern.low() == 0 && pattern.high() == pattern.length()) {
                text.append('-');
            } else {
                text.append('{')
                        .append(pattern.low())
                        .append(',')
                        .append(pattern.high())
                        .append('}');
            }
        }
        text.append(']');
    }
}
