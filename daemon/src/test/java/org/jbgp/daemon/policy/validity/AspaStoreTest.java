package org.jbgp.daemon.policy.validity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.validity.RoaStore.Staged;
import org.junit.jupiter.api.Test;

class AspaStoreTest {
    private final AspaStore store = new LiveValidity().aspas("a");
    private final AspaStore.Source one = store.join("one", RouteSource.Kind.RTS_RPKI, 100);
    private final AspaStore.Source two = store.join("two", RouteSource.Kind.RTS_RPKI, 200);
    private final List<Integer> changes = new ArrayList<>();

    private void commit(AspaStore.Source source) {
        source.commit(customer -> true, changes::add);
    }

    @Test
    void providersOfAllSourcesCount() {
        one.beginSet();
        one.announce(65001, new int[] {65002});
        commit(one);
        two.beginSet();
        two.announce(65001, new int[] {65003, 65003});
        assertThat(store.provider(65001, 65003)).isFalse();
        commit(two);
        assertThat(changes).containsExactly(65001, 65001);
        assertThat(store.provider(65001, 65002)).isTrue();
        assertThat(store.provider(65001, 65003)).isTrue();
        assertThat(store.provider(65001, 65004)).isFalse();
        assertThat(store.attested(65004)).isFalse();
        assertThat(List.of(one.best(), two.best())).containsExactly(0, 1);
        two.leave(changes::add);
        assertThat(store.provider(65001, 65003)).isFalse();
        assertThat(store.attested(65001)).isTrue();
        assertThat(one.best()).isEqualTo(1);
    }

    @Test
    void anAnnouncementTakesThePlaceOfTheOneBefore() {
        one.beginSet();
        one.announce(65001, new int[] {65002});
        commit(one);
        one.beginChanges();
        assertThat(one.announce(65001, new int[] {65003})).isEqualTo(Staged.TAKEN);
        assertThat(one.withdraw(65009)).isEqualTo(Staged.UNKNOWN);
        commit(one);
        assertThat(store.provider(65001, 65002)).isFalse();
        one.beginChanges();
        assertThat(one.withdraw(65001)).isEqualTo(Staged.TAKEN);
        assertThat(one.withdraw(65001)).isEqualTo(Staged.UNKNOWN);
        one.abort();
        assertThat(store.attested(65001)).isTrue();
        one.beginSet();
        commit(one);
        assertThat(store.attested(65001)).isFalse();
        assertThat(store.size()).isZero();
    }

    @Test
    void whatItsFilterRefusesIsNotShown() {
        one.beginSet();
        one.announce(65001, new int[] {65002});
        one.commit(customer -> customer != 65001, changes::add);
        assertThat(changes).isEmpty();
        assertThat(List.of(one.held(), one.shown())).containsExactly(1, 0);
        one.filterAgain(customer -> true, changes::add);
        assertThat(changes).containsExactly(65001);
    }
}
