package org.jbgp.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jbgp.daemon.control.view.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandInTest {
    @TempDir
    private Path folder;

    private ServerSocketChannel listener;
    private SocketChannel other;
    private StandIn standIn;

    @BeforeEach
    void meet() throws IOException {
        Path path = folder.resolve("meeting");
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
        other = SocketChannel.open(UnixDomainSocketAddress.of(path));
        standIn = new StandIn(listener.accept());
    }

    @AfterEach
    void part() throws IOException {
        standIn.close();
        other.close();
        listener.close();
    }

    private void say(String words) throws IOException {
        byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
        other.write(ByteBuffer.allocate(4 + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .flip());
    }

    private String words(String build, String user) throws IOException {
        return String.join(
                        "\0",
                        build,
                        Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString(),
                        Files.getAttribute(folder, "unix:dev") + ":" + Files.getAttribute(folder, "unix:ino"),
                        user,
                        "4711",
                        "background",
                        "bird6",
                        "-c",
                        folder + "/bird6.cfg",
                        "-R")
                + "\0";
    }

    private static String build() {
        return "jbgpd-shared-1 " + Version.running().own();
    }

    private static String user() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    }

    @Test
    void saysInWhosePlaceItIs() throws IOException {
        say(words(build(), user()));
        StandIn.Hello hello = standIn.greeting();
        assertThat(hello.program()).isEqualTo("bird6");
        assertThat(hello.arguments()).isEqualTo(List.of("-c", folder + "/bird6.cfg", "-R"));
        assertThat(hello.obstacle(folder.resolve("bird6.cfg"))).isEmpty();
        assertThat(standIn.leaves()).isTrue();
        assertThat(standIn.processId()).isEqualTo(4711);
    }

    @Test
    void whatDoesNotFitRunsByItself() throws IOException {
        Path file = folder.resolve("bird6.cfg");
        assertThat(StandIn.Hello.of(words("jbgpd-shared-1 0.0.9", user())).obstacle(file))
                .hasValue("the process that runs is of another build");
        assertThat(StandIn.Hello.of(words(build(), "12345")).obstacle(file))
                .hasValue("the process that runs is another user's");
        assertThat(StandIn.Hello.of(words(build(), user()).replace("net:[", "net:[1"))
                        .obstacle(file))
                .hasValue("the process that runs is in another network namespace");
        assertThat(StandIn.Hello.of(words(build(), user())).obstacle(Path.of("/etc/bird6.cfg")))
                .hasValue("the process that runs sees other files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "a\0b\0c\0d\0e\0f\0g\0", "a\0b\0c\0d\0-1\0f\0g\0", "GET / HTTP/1.1\r\n"})
    void anythingElseIsRefused(String words) throws IOException {
        say(words);
        assertThatThrownBy(standIn::greeting).isInstanceOf(IOException.class);
    }

    @Test
    void lengthsAreBounded() throws IOException {
        other.write(ByteBuffer.allocate(4).putInt(1 << 30).flip());
        assertThatThrownBy(standIn::greeting).hasMessage("not a greeting");
    }

    @Test
    void lettersAreSignals() throws IOException {
        other.write(ByteBuffer.wrap("HTIU".getBytes(StandardCharsets.US_ASCII)));
        other.close();
        for (String signal : List.of("HUP", "TERM", "INT", "USR1")) {
            assertThat(standIn.signal()).hasValue(signal);
        }
        assertThat(standIn.signal()).isEmpty();
    }

    @Test
    void textAndCodeComeInFrames() throws IOException {
        standIn.welcome();
        standIn.messages().print("a line\n");
        standIn.end(143);
        standIn.close();
        ByteBuffer received = ByteBuffer.allocate(100);
        while (other.read(received) >= 0) {
            assertThat(received.hasRemaining()).isTrue();
        }
        assertThat(new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1))
                .isEqualTo("W\0\0\0E\0\0\7a line\nX\0\0\u008f");
    }
}
