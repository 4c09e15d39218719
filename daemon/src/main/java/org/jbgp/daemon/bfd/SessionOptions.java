package org.jbgp.daemon.bfd;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jbgp.config.model.BfdConfig;
import org.jbgp.config.model.bfd.BfdSessionConfig;
import org.jbgp.config.model.bfd.Password;
import org.jbgp.daemon.bfd.packet.AuthenticationKey;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.session.SessionSettings;
import org.jbgp.daemon.protocol.InterfaceMatcher;
import org.jbgp.daemon.protocol.NetworkInterface;

/** From the words of the file to those of the helper. Stateless; any thread. */
final class SessionOptions {
    private static final long MOST = 0xFFFF_FFFFL;

    private SessionOptions() {}

    /**
     * What a session is like: as wished, else as the file says of the interface, else as by default.
     *
     * @param link null for a session over more than one hop, or on an interface that is gone
     */
    static SessionSettings of(BfdConfig config, boolean multihop, NetworkInterface link, BfdSessionConfig wished) {
        Optional<BfdSessionConfig> block = multihop
                ? config.multihop()
                : config.interfaces().stream()
                        .filter(each -> link != null && InterfaceMatcher.matches(each.patterns(), link, null))
                        .map(BfdConfig.Interfaces::session)
                        .findFirst();
        return settings(wished.over(block.orElse(BfdSessionConfig.UNSAID)).over(BfdSessionConfig.DEFAULT));
    }

    private static SessionSettings settings(BfdSessionConfig session) {
        return new SessionSettings(
                micros(session.minRx()),
                micros(session.minTx()),
                micros(session.idleTx()),
                session.multiplier().orElseThrow(),
                session.passive().orElseThrow(),
                type(session.authentication().orElseThrow()),
                session.passwords().stream().map(SessionOptions::key).toList());
    }

    private static long micros(Optional<Double> seconds) {
        return Math.clamp(Math.round(seconds.orElseThrow() * 1e6), 0, MOST);
    }

    private static AuthenticationType type(BfdSessionConfig.Authentication configured) {
        return switch (configured) {
            case NONE -> AuthenticationType.NONE;
            case SIMPLE -> AuthenticationType.SIMPLE;
            case KEYED_MD5 -> AuthenticationType.KEYED_MD5;
            case KEYED_SHA1 -> AuthenticationType.KEYED_SHA1;
            case METICULOUS_KEYED_MD5 -> AuthenticationType.METICULOUS_KEYED_MD5;
            case METICULOUS_KEYED_SHA1 -> AuthenticationType.METICULOUS_KEYED_SHA1;
        };
    }

    private static AuthenticationKey key(Password password) {
        List<Byte> key = password.key();
        byte[] bytes = new byte[key.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = key.get(i);
        }
        return new AuthenticationKey(
                password.id(),
                bytes,
                span(password.generateFrom(), password.generateTo()),
                span(password.acceptFrom(), password.acceptTo()));
    }

    private static AuthenticationKey.Span span(Optional<LocalDateTime> from, Optional<LocalDateTime> to) {
        return new AuthenticationKey.Span(
                from.map(SessionOptions::millis).orElse(Long.MIN_VALUE),
                to.map(SessionOptions::millis).orElse(Long.MAX_VALUE));
    }

    private static long millis(LocalDateTime time) {
        return time.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    }
}
