package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jbgp.config.model.bgp.AoKey;
import org.jbgp.daemon.net.socket.AoKeys;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.tcp.InstalledAoKey;
import org.jbgp.kernel.tcp.TcpAoState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Key rollover (RFC 5925 §7.5.1) on a socket that behaves as Linux's. */
class AoRolloverTest {

    /** {@code 1} is key 1/101 with secret {@code 1}; {@code 1x} one of another secret; + preferred, - deprecated. */
    private static AoKey key(String text) {
        String name = text.replaceAll("[+-]", "");
        int id = Integer.parseInt(name.replaceAll("\\D", ""));
        return new AoKey(
                id,
                id + 100,
                AoKey.Algorithm.HMAC_SHA1,
                name.chars().mapToObj(each -> (byte) each).toList(),
                text.endsWith("+")
                        ? AoKey.Preference.PREFERRED
                        : text.endsWith("-") ? AoKey.Preference.DEPRECATED : AoKey.Preference.NEITHER);
    }

    private static List<AoKey> keys(String text) {
        return Stream.of(text.split(" "))
                .filter(each -> !each.isEmpty())
                .map(AoRolloverTest::key)
                .toList();
    }

    /** What {@code net/ipv4/tcp_ao.c} does with keys. */
    private static final class FakeSocket implements AoKeys {
        private final Map<Integer, AoKey> keys = new LinkedHashMap<>();
        private final List<String> calls = new ArrayList<>();
        private int current = -1;
        private int next = -1;
        private boolean broken;

        FakeSocket(String keys, int current, int next) {
            keys(keys).forEach(this::add);
            this.current = current;
            this.next = next < 0 ? -1 : next + 100;
            calls.clear();
        }

        private static AoKeys broken() {
            FakeSocket socket = new FakeSocket("1", 1, 1);
            socket.broken = true;
            return socket;
        }

        @Override
        public void add(AoKey key) {
            calls.add("add " + key.sendId());
            if (keys.putIfAbsent(key.sendId(), key) != null) {
                throw new ChannelException("File exists");
            }
        }

        @Override
        public void delete(AoKey key, AoKey newCurrent, AoKey newNext) {
            calls.add("delete " + key.sendId());
            for (AoKey other : new AoKey[] {newCurrent, newNext}) {
                if (other != null && !keys.containsKey(other.sendId())) {
                    throw new ChannelException("No such file or directory");
                }
            }
            if ((key.sendId() == current && newCurrent == null) || (key.receiveId() == next && newNext == null)) {
                throw new ChannelException("Device or resource busy");
            }
            if (keys.remove(key.sendId()) == null) {
                throw new ChannelException("No such file or directory");
            }
            current = newCurrent == null ? current : newCurrent.sendId();
            next = newNext == null ? next : newNext.receiveId();
        }

        @Override
        public void request(AoKey key) {
            calls.add("request " + key.sendId());
            next = key.receiveId();
        }

        @Override
        public TcpAoState state() {
            if (broken) {
                throw new ChannelException("Protocol not available");
            }
            return new TcpAoState(current, next, 0, 0, 0, 0);
        }

        @Override
        public List<InstalledAoKey> installed() {
            return keys.values().stream()
                    .map(key -> new InstalledAoKey(
                            KernelIp.ofIpv4(1),
                            32,
                            new InstalledAoKey.Ids(key.sendId(), key.receiveId()),
                            key.algorithm().kernelName(),
                            key.sendId() == current,
                            key.receiveId() == next,
                            0,
                            0))
                    .toList();
        }

        @Override
        public String toString() {
            return keys.values().stream()
                            .map(key -> new String(
                                            new byte[] {key.secret().getFirst()},
                                            java.nio.charset.StandardCharsets.US_ASCII)
                                    + (key.secret().size() > 1 ? "x" : ""))
                            .toList()
                    + " " + current + " " + (next < 0 ? next : next - 100);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,       1", "1 2,     1", "1 2+,    2", "1+ 2+,   1", "1- 2,    2", "1- 2 3+, 3", "1 2-,    1"})
    void theBestKey(String keys, int expected) {
        assertThat(AoRollover.best(keys(keys)).sendId()).isEqualTo(expected);
        assertThat(AoRollover.bestFirst(keys(keys)).getFirst().sendId()).isEqualTo(expected);
        assertThat(AoRollover.bestFirst(keys(keys))).hasSameElementsAs(keys(keys));
    }

    @ParameterizedTest
    @CsvSource({
        // former, next, current and asked for before; keys, current and asked for after; calls
        "1,      1 2-,   1, 1, '[1, 2] 1 1',  add 2",
        "1 2-,   1 2+,   1, 1, '[1, 2] 1 2',  request 2",
        "1 2+,   1- 2,   1, 2, '[1, 2] 1 2',  ''",
        "1- 2,   2,      2, 2, '[2] 2 2',     delete 1",
        "1 2,    2,      1, 1, '[2] 2 2',     delete 1",
        "1 2,    2 3+,   1, 1, '[2, 3] 2 3',  delete 1 add 3 request 3",
        "1 2,    1 2x,   1, 1, '[1, 2x] 1 1', delete 2 add 2",
        "1 2,    1x 2,   1, 1, '[2, 1x] 2 1', delete 1 add 1 request 1",
        // The other side signs with a key that goes: the best of those that stay takes its place.
        "1 2 3-, 2 3-,   1, 1, '[2, 3] 2 2',  delete 1",
        // Nothing but a deprecated key stays: the one asked for before is better than none.
        "1 2-,   1- 3,   2, 1, '[1, 3] 1 3',  delete 2 add 3 request 3"
    })
    void aConnectionGoesOver(String former, String next, int current, int asked, String expected, String calls) {
        FakeSocket socket = new FakeSocket(former, current, asked);

        assertThat(new AoRollover("p", keys(former), keys(next)).connection(socket))
                .isTrue();

        assertThat(socket).hasToString(expected);
        assertThat(String.join(" ", socket.calls)).isEqualTo(calls);
    }

    /** All keys are other ones: nothing is left to go on with. */
    @Test
    void aConnectionThatCannotGoOn() {
        assertThat(new AoRollover("p", keys("1"), keys("2")).connection(new FakeSocket("1", 1, 1)))
                .isFalse();
        assertThat(new AoRollover("p", keys("1"), keys("1x")).connection(new FakeSocket("1", 1, 1)))
                .isFalse();
        assertThat(new AoRollover("p", keys("1"), keys("1 2")).connection(FakeSocket.broken()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'',   1 2, '[1, 2] -1 -1'",
        "1 2,  '',  '[] -1 -1'",
        "1 2,  2x 3, '[2x, 3] -1 -1'",
        "1,    1+,  '[1] -1 -1'"
    })
    void aListeningSocketGoesOver(String former, String next, String expected) {
        FakeSocket socket = new FakeSocket(former, -1, -1);

        new AoRollover("p", keys(former), keys(next)).listening(socket);

        assertThat(socket).hasToString(expected);
    }

    /** What the kernel refuses of one key keeps no other one out. */
    @Test
    void aKeyTheListeningSocketDoesNotTake() {
        FakeSocket socket = new FakeSocket("1", -1, -1);

        assertThatThrownBy(() -> new AoRollover("p", List.of(), keys("1x 2")).listening(socket))
                .hasMessage("File exists");
        assertThat(socket).hasToString("[1, 2] -1 -1");
    }

    @ParameterizedTest
    @CsvSource({
        "1 2, 1, 1, 1 2+, '',                                    2",
        "1,   -1, -1, 1,  it has no TCP-AO key,                  -1",
        "1,   1, 1, 1 2,  'it has the TCP-AO keys [1/101], not', 1",
        "1 2, 1, 1, 1,    it has the TCP-AO keys,                1"
    })
    void connectionsThatAreAccepted(
            String installed, int current, int asked, String keys, String problem, int askedAfter) {
        FakeSocket socket = new FakeSocket(installed, current, asked);

        assertThat(AoRollover.admit(socket, keys(keys))).startsWith(problem);
        assertThat(AoRollover.admit(socket, keys(keys)).isEmpty()).isEqualTo(problem.isEmpty());
        assertThat(socket.next).isEqualTo(askedAfter < 0 ? -1 : askedAfter + 100);
    }

    @Test
    void whatTheKernelSays() {
        assertThat(AoRollover.admit(FakeSocket.broken(), keys("1"))).isEqualTo("Protocol not available");
    }
}
