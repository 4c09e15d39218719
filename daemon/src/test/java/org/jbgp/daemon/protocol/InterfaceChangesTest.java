package org.jbgp.daemon.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelAddress;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.KernelLink;
import org.junit.jupiter.api.Test;

class InterfaceChangesTest {
    private static final int UP = 0x1 | 0x10000;

    private static NetworkInterface link(int index, String name, int... lastBytes) {
        List<InterfaceAddress> addresses = new ArrayList<>();
        for (int last : lastBytes) {
            KernelIp address = KernelIp.ofIpv4(0x0A00_0000 | last << 8 | 1);
            addresses.add(InterfaceAddress.of(new KernelAddress(index, address, address, 24, null, 0, 0)));
        }
        return new NetworkInterface(new KernelLink(index, name, "", 1500, UP, 0, 0), addresses);
    }

    private static KernelIp ip(int third, int last) {
        return new KernelIp(Family.IPV4, 0, 0x0A00_0000L | third << 8 | last);
    }

    private static InterfaceTable table(NetworkInterface... interfaces) {
        return new InterfaceTable(List.of(interfaces));
    }

    @Test
    void whatCameWentAndChangedIsFound() {
        InterfaceTable before = table(link(1, "lo"), link(2, "eth0", 2), link(5, "cali5"), link(7, "cali7"));
        InterfaceTable now = table(link(1, "lo"), link(2, "eth0", 3), link(6, "cali5"), link(7, "new"));
        InterfaceChanges changes = InterfaceChanges.between(before, now);
        assertThat(changes.each()).extracting(InterfaceChanges.Change::index).containsExactly(2, 5, 6, 7);
        assertThat(changes.each().get(1).now()).isNull();
        assertThat(changes.each().get(2).before()).isNull();
        assertThat(changes.renumbered()).containsExactlyInAnyOrder("cali5", "cali7", "new");
        assertThat(changes.touch(2)).isTrue();
        assertThat(changes.touch(1)).isFalse();
    }

    @Test
    void addressesThatAreConnectedOtherwise() {
        InterfaceTable before = table(link(1, "lo", 1), link(2, "eth0", 2));
        InterfaceChanges changes = InterfaceChanges.between(before, table(link(1, "lo", 1), link(2, "eth0", 3)));
        assertThat(changes.mayOwn(ip(2, 1))).as("was ours").isTrue();
        assertThat(changes.mayOwn(ip(3, 1))).as("is ours now").isTrue();
        assertThat(changes.mayOwn(ip(1, 1))).as("has not changed").isFalse();
        assertThat(changes.mayConcern(ip(2, 9))).as("was connected").isTrue();
        assertThat(changes.mayConcern(ip(3, 9))).as("is connected now").isTrue();
        assertThat(changes.mayConcern(ip(1, 9))).as("has not changed").isFalse();
    }

    /** A VRF's device says which of the others belong to it. */
    @Test
    void theDeviceOfAVrfConcernsEverybody() {
        NetworkInterface red = new NetworkInterface(new KernelLink(4, "red", "vrf", 1500, UP, 0, 10), List.of());
        NetworkInterface blue = new NetworkInterface(new KernelLink(4, "blue", "vrf", 1500, UP, 0, 10), List.of());
        for (InterfaceTable now : List.of(table(), table(blue))) {
            InterfaceChanges changes = InterfaceChanges.between(table(red), now);
            assertThat(changes.mayConcern(ip(1, 9))).isTrue();
            assertThat(changes.mayOwn(ip(1, 1))).isTrue();
        }
    }

    /** A step is what a comparison of both ends finds, and the names of what went are kept. */
    @Test
    void tablesThatFollowOneAnother() {
        Random random = new Random(20261201);
        InterfaceTable table = InterfaceTable.EMPTY;
        for (int step = 0; step < 300; step++) {
            List<InterfaceChanges.Change> each = new ArrayList<>();
            for (int index = 1; index <= 40; index++) {
                NetworkInterface before = table.at(index);
                if (random.nextInt(6) == 0) {
                    NetworkInterface now = random.nextBoolean() ? null : link(index, "if" + index, random.nextInt(3));
                    if (before == null ? now != null : !before.equals(now)) {
                        each.add(new InterfaceChanges.Change(before, now));
                    }
                }
            }
            InterfaceChanges changes = table.next(each);
            assertThat(InterfaceChanges.between(table, changes.now()).each()).isEqualTo(each);
            for (InterfaceChanges.Change change : each) {
                assertThat(changes.now().at(change.index())).isSameAs(change.now());
                assertThat(changes.now().nameOf(change.index())).isEqualTo("if" + change.index());
            }
            assertThat(changes.now().all()).isSortedAccordingTo((a, b) -> Integer.compare(a.index(), b.index()));
            table = changes.now();
        }
    }

    @Test
    void namesOfTheInterfacesThatWentLastAreKept() {
        GoneNames gone = GoneNames.NONE;
        for (int i = 1; i <= 300; i++) {
            gone = gone.and(List.of(link(i, "if" + i)));
        }
        assertThat(gone.of(44)).isEmpty();
        assertThat(gone.of(45)).isEqualTo("if45");
        assertThat(gone.of(300)).isEqualTo("if300");
        List<NetworkInterface> many = new ArrayList<>();
        for (int i = 1; i <= 300; i++) {
            many.add(link(i, "other" + i));
        }
        assertThat(gone.and(many).of(300)).isEqualTo("other300");
        assertThat(gone.and(many).of(44)).isEmpty();
        assertThat(gone.and(List.of(link(300, "again"))).of(300)).isEqualTo("again");
    }
}
