package org.jbgp.config.filter.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prefix sets against what their patterns say one by one. */
class PrefixSetTest {
    private final Random random = new Random(20);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void acceptsWhatAPatternAcceptsAndKeepsThemAsWritten(boolean ip4) {
        for (int round = 0; round < 300; round++) {
            List<PrefixSet.Pattern> patterns = patterns(ip4, random.nextInt(20));
            PrefixSet set = set(ip4, patterns);
            assertThat(set.patterns()).isEqualTo(patterns);
            for (int i = 0; i < 200; i++) {
                int length = random.nextInt(ip4 ? 33 : 129);
                long hi = ip4 ? 0 : address() & Net.maskHi(length);
                long lo = ip4 ? address() >>> 32 & Net.mask4(length) : address() & Net.maskLo(length);
                boolean expected = patterns.stream().anyMatch(each -> matches(ip4, each, hi, lo, length));
                assertThat(set.contains(ip4, hi, lo, length))
                        .as("%x %x/%d in %s", hi, lo, length, patterns)
                        .isEqualTo(expected);
                assertThat(set.contains(!ip4, hi, lo, length)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isWhatItAcceptsWhateverTheOrder(boolean ip4) {
        for (int round = 0; round < 100; round++) {
            List<PrefixSet.Pattern> patterns = patterns(ip4, 1 + random.nextInt(20));
            PrefixSet set = set(ip4, patterns);
            List<PrefixSet.Pattern> others = new ArrayList<>(patterns);
            Collections.shuffle(others, random);
            assertThat(set(ip4, others)).isEqualTo(set).hasSameHashCodeAs(set);
            assertThat(set).isNotEqualTo(set(!ip4, patterns(!ip4, 1)));
        }
    }

    /** Few different bits, so that patterns and prefixes meet. */
    private long address() {
        return random.nextLong() & 0xA000_0000_0000_0003L;
    }

    private List<PrefixSet.Pattern> patterns(boolean ip4, int count) {
        List<PrefixSet.Pattern> patterns = new ArrayList<>();
        int most = ip4 ? 32 : 128;
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(most + 1);
            int low = random.nextInt(most + 1);
            patterns.add(new PrefixSet.Pattern(
                    ip4 ? 0 : address() & Net.maskHi(length),
                    ip4 ? address() >>> 32 & Net.mask4(length) : address() & Net.maskLo(length),
                    length,
                    low,
                    low + random.nextInt(most + 1 - low)));
        }
        return patterns;
    }

    private static PrefixSet set(boolean ip4, List<PrefixSet.Pattern> patterns) {
        PrefixSet.Builder builder = new PrefixSet.Builder(ip4);
        patterns.forEach(each -> builder.add(each.hi(), each.lo(), each.length(), each.low(), each.high()));
        return builder.build();
    }

    private static boolean matches(boolean ip4, PrefixSet.Pattern pattern, long hi, long lo, int length) {
        int shared = Math.min(length, pattern.length());
        boolean agree = ip4
                ? ((lo ^ pattern.lo()) & Net.mask4(shared)) == 0
                : ((hi ^ pattern.hi()) & Net.maskHi(shared)) == 0 && ((lo ^ pattern.lo()) & Net.maskLo(shared)) == 0;
        return agree && length >= pattern.low() && length <= pattern.high();
    }
}
