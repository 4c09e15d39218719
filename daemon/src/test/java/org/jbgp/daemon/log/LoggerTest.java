package org.jbgp.daemon.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jbgp.config.model.LogClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LoggerTest {

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("no holes", new Object[] {}, "no holes"),
                Arguments.of("{}", new Object[] {"all"}, "all"),
                Arguments.of("peer {} is {}", new Object[] {"up1", 7}, "peer up1 is 7"),
                Arguments.of("peer {} is {}", new Object[] {"up1"}, "peer up1 is {}"),
                Arguments.of("{}!", new Object[] {null}, "null!"),
                Arguments.of("{} {", new Object[] {"{}", "unused"}, "{} {"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void fillsHoles(String message, Object[] arguments, String expected) {
        assertThat(Logger.fill(message, arguments)).isEqualTo(expected);
    }

    @Test
    void nettySaysLittle() {
        List<String> lines = new ArrayList<>();
        Logger.Receiver former = Logger.get().receiver(new Logger.Receiver() {
            @Override
            public boolean wants(LogClass logClass) {
                return true;
            }

            @Override
            public void log(LogClass logClass, String message, Throwable thrown) {
                lines.add(logClass + " " + message + (thrown == null ? "" : " " + thrown.getMessage()));
            }
        });
        try {
            nettySpeaks();
        } finally {
            var _ = Logger.get().receiver(former);
        }
        assertThat(lines).containsExactly("WARNING odd thing cause", "ERROR broken cause");
    }

    private static void nettySpeaks() {
        NettyLogger.install();
        InternalLogger channel = InternalLoggerFactory.getInstance("io.netty.channel.Channel");
        channel.debug("detail {}", 1);
        channel.warn("odd {}", "thing", new IllegalStateException("cause"));
        InternalLogger start = InternalLoggerFactory.getInstance("io.netty.util.internal.MacAddressUtil");
        start.warn("no hardware address");
        start.error("broken", new IllegalStateException("cause"));
        assertThat(channel.isDebugEnabled()).isFalse();
        assertThat(channel.isWarnEnabled()).isTrue();
        assertThat(start.isWarnEnabled()).isFalse();
    }
}
