package org.jbgp.daemon.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;

class RefreshRequestsTest {
    @Test
    void requestsDuringAnAnswerAreAnsweredTogether() {
        List<AddressFamily> begun = new ArrayList<>();
        Queue<Runnable> underWay = new ArrayDeque<>();
        RefreshRequests requests = new RefreshRequests("neighbor", (family, done) -> {
            begun.add(family);
            underWay.add(done);
        });
        for (int i = 0; i < 1000; i++) {
            requests.add(AddressFamily.IPV4_UNICAST);
        }
        requests.add(AddressFamily.IPV6_UNICAST);
        assertThat(begun).containsExactly(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST);
        underWay.remove().run();
        underWay.remove().run();
        assertThat(begun)
                .containsExactly(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST, AddressFamily.IPV4_UNICAST);
        underWay.remove().run();
        requests.add(AddressFamily.IPV6_UNICAST);
        assertThat(begun).hasSize(4).endsWith(AddressFamily.IPV6_UNICAST);
    }
}
