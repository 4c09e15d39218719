package org.jbgp.config.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages have the operating system's words, not Java's. */
class SystemWordsTest {
    static Stream<Arguments> problems() {
        return Stream.of(
                Arguments.of(new NoRouteToHostException("null: /10.9.9.9:179"), "Network is unreachable"),
                Arguments.of(new NoRouteToHostException("No route to host"), "No route to host"),
                Arguments.of(
                        new ConnectException(
                                "finishConnect(..) failed with error(-111): Connection refused: /192.0.2.1:179"),
                        "Connection refused"),
                Arguments.of(
                        new IOException("bind(..) failed with error(-99): Cannot assign requested address"),
                        "Cannot assign requested address"),
                Arguments.of(
                        new IOException("recvAddress(..) failed with error(-104): Connection reset by peer"),
                        "Connection reset by peer"),
                Arguments.of(new SocketException("Permission denied: /[2001:db8::1]:179"), "Permission denied"),
                Arguments.of(new ConnectException("No such device: /[fe80:0:0:0:0:0:0:1]:179"), "No such device"),
                Arguments.of(new AccessDeniedException("/etc/bird.conf"), "Permission denied"),
                Arguments.of(new NoSuchFileException("/etc/bird.conf"), "No such file or directory"),
                Arguments.of(new FileSystemException("/etc/x", null, "Is a directory"), "Is a directory"),
                Arguments.of(
                        new FileSystemException(
                                "/etc/x",
                                null,
                                "Too many levels of symbolic links or unable to access attributes of symbolic link"),
                        "Too many levels of symbolic links"),
                Arguments.of(new FileNotFoundException("/etc/x (Too many open files)"), "Too many open files"),
                Arguments.of(new IOException("No space left on device"), "No space left on device"),
                Arguments.of(new ClosedChannelException(), "Connection closed"),
                Arguments.of(
                        new ExecutionException(new UncheckedIOException(new AccessDeniedException("/x"))),
                        "Permission denied"),
                Arguments.of(new IOException("java.net.SocketException: Broken pipe"), "Broken pipe"),
                Arguments.of(new IllegalStateException(), "unknown error"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @MethodSource("problems")
    void words(Throwable problem, String words) {
        assertThat(SystemWords.of(problem)).isEqualTo(words);
    }
}
