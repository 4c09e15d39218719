package org.jbgp.daemon.bfd.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 5880 §6.7. */
class AuthenticatorTest {
    private static final int MULTIPLIER = 3;
    private static final String BASE = "20c00318 00000001 00000002 0000c350 0000c350 00000000";

    private static Authenticator with(AuthenticationType type, String... keys) {
        Authenticator made = new Authenticator(100);
        made.use(
                type,
                java.util.stream.IntStream.range(0, keys.length)
                        .mapToObj(i -> AuthenticationKey.always(i + 1, bytes(keys[i])))
                        .toList());
        return made;
    }

    private static AuthenticationKey.Span span(long from, long to) {
        return new AuthenticationKey.Span(from, to);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ControlPacket packet() {
        return ControlPacketTest.of(BASE);
    }

    private static ControlPacket signed(Authenticator by, long now) {
        ControlPacket packet = packet();
        assertThat(by.sign(packet, now)).isTrue();
        assertThat(packet.check(packet.length())).isEqualTo(Fault.NONE);
        return packet;
    }

    @ParameterizedTest
    @EnumSource(AuthenticationType.class)
    void bothEndsAgree(AuthenticationType type) {
        Authenticator one = with(type, "secret");
        Authenticator other = with(type, "secret");
        for (int i = 0; i < 10; i++) {
            assertThat(other.check(signed(one, 1000L * i), MULTIPLIER, 0)).isEqualTo(Fault.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource(value = AuthenticationType.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void anotherKeyIsRefused(AuthenticationType type) {
        Fault fault = with(type, "other").check(signed(with(type, "secret"), 0), MULTIPLIER, 0);
        assertThat(fault).isEqualTo(type.hashed() ? Fault.CODE : Fault.PASSWORD);
        assertThat(with(type, "secret").check(packet(), MULTIPLIER, 0)).isEqualTo(Fault.AUTHENTICATION_METHOD);
        assertThat(with(AuthenticationType.NONE).check(signed(with(type, "secret"), 0), MULTIPLIER, 0))
                .isEqualTo(Fault.AUTHENTICATION_METHOD);
    }

    /** §4.2 to §4.4: where everything stands. */
    @Test
    void layout() throws Exception {
        assertThat(ControlPacketTest.hex(signed(with(AuthenticationType.SIMPLE, "secret"), 0)))
                .isEqualTo("20c40321" + BASE.replace(" ", "").substring(8) + "010901" + "736563726574");
        String padded = "73656372657400000000000000000000" + "00000000";
        String head = "20c40334" + BASE.replace(" ", "").substring(8) + "051c0100" + "00000065";
        byte[] hash = MessageDigest.getInstance("SHA-1").digest(HexFormat.of().parseHex(head + padded));
        assertThat(ControlPacketTest.hex(signed(with(AuthenticationType.METICULOUS_KEYED_SHA1, "secret"), 0)))
                .isEqualTo(head + HexFormat.of().formatHex(hash));
        String md5 = "20c40330" + BASE.replace(" ", "").substring(8) + "02180100" + "00000065";
        byte[] md5Hash =
                MessageDigest.getInstance("MD5").digest(HexFormat.of().parseHex(md5 + padded.substring(0, 32)));
        assertThat(ControlPacketTest.hex(signed(with(AuthenticationType.KEYED_MD5, "secret"), 1000)))
                .isEqualTo(md5 + HexFormat.of().formatHex(md5Hash));
    }

    /** §6.7.3: numbers may stand still where they are not meticulous, and jump by three times the multiplier. */
    @Test
    void sequenceNumbers() {
        Authenticator loose = with(AuthenticationType.KEYED_SHA1, "k");
        ControlPacket one = signed(with(AuthenticationType.KEYED_SHA1, "k"), 0);
        String text = ControlPacketTest.hex(one);
        assertThat(loose.check(one, MULTIPLIER, 0)).isEqualTo(Fault.NONE);
        assertThat(loose.check(ControlPacketTest.of(text), MULTIPLIER, 0)).isEqualTo(Fault.NONE);

        Authenticator strict = with(AuthenticationType.METICULOUS_KEYED_MD5, "k");
        Authenticator sender = with(AuthenticationType.METICULOUS_KEYED_MD5, "k");
        String first = ControlPacketTest.hex(signed(sender, 0));
        assertThat(strict.check(ControlPacketTest.of(first), MULTIPLIER, 0)).isEqualTo(Fault.NONE);
        assertThat(strict.check(ControlPacketTest.of(first), MULTIPLIER, 0)).isEqualTo(Fault.SEQUENCE);
        for (int i = 0; i < 8; i++) {
            signed(sender, 0);
        }
        assertThat(strict.check(signed(sender, 0), MULTIPLIER, 0)).isEqualTo(Fault.NONE);
        for (int i = 0; i < 9; i++) {
            signed(sender, 0);
        }
        assertThat(strict.check(signed(sender, 0), MULTIPLIER, 0)).isEqualTo(Fault.SEQUENCE);
        strict.forget();
        assertThat(strict.check(signed(sender, 0), MULTIPLIER, 0)).isEqualTo(Fault.NONE);
    }

    @Test
    void keysHaveTheirTimes() {
        Authenticator timed = new Authenticator(0);
        timed.use(
                AuthenticationType.SIMPLE,
                List.of(
                        new AuthenticationKey(1, bytes("old"), span(0, 100), span(0, 200)),
                        new AuthenticationKey(2, bytes("new"), span(50, 1000), span(0, 1000))));
        assertThat(signed(timed, 10).buffer().get(26)).isEqualTo((byte) 1);
        assertThat(signed(timed, 60).buffer().get(26)).as("the newer one").isEqualTo((byte) 2);
        assertThat(timed.sign(packet(), 1000)).isFalse();
        Authenticator old = with(AuthenticationType.SIMPLE, "old");
        assertThat(timed.check(signed(old, 0), MULTIPLIER, 199)).isEqualTo(Fault.NONE);
        assertThat(timed.check(signed(old, 0), MULTIPLIER, 200)).isEqualTo(Fault.NO_KEY);
    }

    @Test
    void longKeysAreCut() {
        String longKey = "0123456789abcdefXYZ";
        ControlPacket packet = signed(with(AuthenticationType.SIMPLE, longKey), 0);
        assertThat(packet.length()).isEqualTo(24 + 3 + 16);
        assertThat(with(AuthenticationType.SIMPLE, longKey).check(packet, MULTIPLIER, 0))
                .isEqualTo(Fault.NONE);
    }
}
