package org.jbgp.daemon.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AskedLinksTest {
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<Long, Integer> gateways = new HashMap<>();
    private final AskedLinks links = new AskedLinks(new LinkView() {
        @Override
        public String nameOf(int index) {
            return "";
        }

        @Override
        public int indexOf(String name) {
            return names.getOrDefault(name, 0);
        }

        @Override
        public int neighborInterface(int addressLength, long hi, long lo, int interfaceIndex, boolean onlink) {
            return gateways.getOrDefault(lo, 0);
        }
    });

    @Test
    void onlyWhatWasAskedForIsAnAnswer() {
        names.put("eth0", 1);
        assertThat(links.indexOf("eth0")).isEqualTo(1);
        assertThat(links.takeFailed()).isFalse();
        assertThat(links.indexOf("tun0")).isZero();
        assertThat(links.neighborInterface(4, 0, 7, 0, false)).isZero();
        assertThat(links.takeFailed()).isTrue();
        assertThat(links.takeFailed()).isFalse();

        names.put("eth1", 2);
        assertThat(links.takeAnswered()).as("another interface").isFalse();
        gateways.put(7L, 2);
        assertThat(links.takeAnswered()).as("the gateway").isTrue();
        names.put("tun0", 3);
        assertThat(links.takeAnswered()).as("filters ask again").isFalse();
    }

    @Test
    void withMoreQuestionsThanItRemembersEverythingIsAnAnswer() {
        for (int i = 0; i < 1_000; i++) {
            links.indexOf("tun" + i);
        }
        assertThat(links.takeAnswered()).isTrue();
        assertThat(links.takeAnswered()).isFalse();
    }
}
