package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.model.StaticConfig;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.socket.ControlServer;
import org.jbgp.daemon.control.view.RouteEntry;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.policy.RouteSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
@SuppressWarnings("try") // servers are opened to be there and to be closed
class ControlServerTest {

    @TempDir
    Path directory;

    private final FakeRouter router = Golden2.router();

    private Path socket() {
        return directory.resolve("jbgpd.ctl");
    }

    private ControlServer open() throws IOException {
        return ControlServer.open(socket(), router.ports(), ControlStyle.BIRD_2);
    }

    private static final class Client implements AutoCloseable {
        private final SocketChannel channel;
        private final BufferedReader reader;

        Client(Path path) throws IOException {
            channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.connect(UnixDomainSocketAddress.of(path));
            reader =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        }

        void send(String text) throws IOException {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        String line() throws IOException {
            return reader.readLine();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    @Test
    void greetsAndAnswersWhatWasSentAhead() throws IOException {
        try (ControlServer server = open();
                Client client = new Client(socket())) {
            client.send("show protocols \"zz*\"\nrestrict\r\ndown\n");
            assertThat(client.line()).isEqualTo("0001 BIRD 2.0.12 ready.");
            assertThat(client.line()).isEqualTo("8003 No protocols match");
            assertThat(client.line()).isEqualTo("0016 Access restricted");
            assertThat(client.line()).isEqualTo("8007 Access denied");
            assertThat(router.orders).isEmpty();
        }
        assertThat(socket()).doesNotExist();
    }

    @Test
    void memoryOfTheProcessStandsBelowThatOfTheRouter() throws IOException {
        router.memory.removeIf(use -> use.label().equals("Total"));
        try (ControlServer server = open();
                Client client = new Client(socket())) {
            client.line();
            client.send("show memory\n");
            String line = client.line();
            StringBuilder reply = new StringBuilder();
            while (!line.equals("0000 ")) {
                reply.append(line).append('\n');
                line = client.line();
            }
            assertThat(reply.toString())
                    .startsWith("1018-BIRD memory usage\n")
                    .containsPattern(
                            " Java heap: +[0-9]+\\.[0-9] MB +[0-9]+\\.[0-9] [kM]B\n Total: +[0-9]+\\.[0-9] MB");
        }
    }

    @Test
    void socketBelongsToOwnerAndGroup() throws IOException {
        try (ControlServer server = open()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-rw----");
        }
    }

    @Test
    void staleSocketIsReplacedAndLiveOneRefused() throws IOException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();
        try (ControlServer first = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("I found another BIRD running.")
                    .hasMessageContaining(socket().toString());
            try (Client client = new Client(socket())) {
                assertThat(client.line()).startsWith("0001 ");
            }
        }
    }

    @Test
    void otherFilesAreLeftAlone() throws IOException {
        Files.writeString(socket(), "precious");
        assertThatThrownBy(this::open).hasMessageContaining("there is a file or directory of that name");
        assertThat(Files.readString(socket())).isEqualTo("precious");
    }

    @Test
    void longCommandIsRefusedAndTheNextOneRuns() throws IOException {
        try (ControlServer server = open();
                Client client = new Client(socket())) {
            client.line();
            client.send("x".repeat(5000) + "\nshow status\n");
            assertThat(client.line()).isEqualTo("9000 Command too long");
            assertThat(client.line()).isEqualTo("1000-BIRD 2.0.12");
        }
    }

    @Test
    void readerThatStopsHoldsUpNobody() throws IOException {
        byte[] none = {};
        for (int i = 0; i < 200_000; i++) {
            RouteEntry entry = Sample.route(
                    "10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255) + "/32",
                    "static4",
                    RouteSource.Kind.RTS_STATIC,
                    200,
                    FakeRouter.at("13:19:23"),
                    null,
                    true,
                    none,
                    "blackhole");
            router.routes.get("master4").add(entry);
        }
        try (ControlServer server = open();
                Client stuck = new Client(socket());
                Client lively = new Client(socket())) {
            stuck.send("show route\n");
            lively.line();
            lively.send("show route count\n");
            assertThat(lively.line()).isEqualTo("1007-200013 of 200013 routes for 200012 networks in table master4");
            int lines = 0;
            String line = stuck.line();
            while (!line.equals("0000 ")) {
                lines++;
                line = stuck.line();
            }
            assertThat(lines).isGreaterThan(200_000);
        }
    }

    @Test
    void nobodyIsGreetedBeforeThereIsSomethingToShow() throws IOException {
        try (ControlServer server = ControlServer.unbound(socket(), router.ports(), () -> ControlStyle.BIRD_2)) {
            server.bind();
            try (Client early = new Client(socket())) {
                early.send("show protocols \"zz*\"\n");
                early.channel.configureBlocking(false);
                assertThat(early.channel.read(ByteBuffer.allocate(10))).isZero();
                early.channel.configureBlocking(true);
                server.serve();
                assertThat(early.line()).isEqualTo("0001 BIRD 2.0.12 ready.");
                assertThat(early.line()).isEqualTo("8003 No protocols match");
            }
        }
    }

    /** The operator comes when every place is taken by clients that ask for much and read nothing, or ask nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"show symbols\n", ""})
    void whoDoesNotReadMakesRoomForWhoDoes(String command) throws IOException {
        List<Client> others = new ArrayList<>();
        try (ControlServer server = open()) {
            for (int i = 0; i < ControlServer.MOST_CLIENTS; i++) {
                Client other = new Client(socket());
                others.add(other);
                other.line();
                other.send(command.repeat(5_000));
            }
            for (int i = 0; i < 3; i++) {
                try (Client operator = new Client(socket())) {
                    assertThat(operator.line()).isEqualTo("0001 BIRD 2.0.12 ready.");
                    operator.send("show status\n");
                    assertThat(operator.line()).isEqualTo("1000-BIRD 2.0.12");
                }
            }
        } finally {
            for (Client other : others) {
                other.close();
            }
        }
    }

    /** As BIRD 1.6.8 and 2.19 write it; none of the next hops is on a network. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    BIRD_1_6 | 1009-10.1.0.0/16 blackhole; 10.2.0.0/16 via 10.99.0.1 (dormant); 10.6.0.0/16 multipath (dormant); \\tvia 10.9.0.1 weight 2 (dormant); \\tvia 10.9.0.2 weight 1 (dormant); 10.7.0.0/16 recursive 10.1.2.3; 10.3.0.0/16 dev eth7 (dormant)
                    BIRD_2   | 1009-10.1.0.0/16\\tblackhole; 10.2.0.0/16; \\tvia 10.99.0.1 (dormant); 10.3.0.0/16; \\tdev eth7 (dormant); 10.6.0.0/16; \\tvia 10.9.0.1 (dormant); \\tvia 10.9.0.2 (dormant); 10.7.0.0/16\\trecursive 10.1.2.3
                    """)
    void staticRoutes(ControlStyle style, String expected) throws IOException {
        router.statics.add((StaticConfig) ConfigurationLoader.loadText("t", """
                        protocol static s1 { ipv4; route 10.1.0.0/16 blackhole; route 10.2.0.0/16 via 10.99.0.1;
                          route 10.3.0.0/16 via "eth7"; route 10.6.0.0/16 via 10.9.0.1 weight 2 via 10.9.0.2;
                          route 10.7.0.0/16 recursive 10.1.2.3; }
                        """, Optional.empty())
                .configuration()
                .orElseThrow()
                .protocol("s1")
                .orElseThrow());
        try (ControlServer server = ControlServer.open(socket(), router.ports(), style);
                Client client = new Client(socket())) {
            client.line();
            client.send("show static\n");
            for (String row : expected.split("; ", -1)) {
                assertThat(client.line()).isEqualTo((row.startsWith("1009") ? "" : " ") + row.replace("\\t", "\t"));
            }
            assertThat(client.line()).isEqualTo("0000 ");
        }
    }

    /** A dump never writes over a file, and nobody but its owner may read it. */
    @Test
    void dumpsIntoANewFile() throws IOException {
        Path file = directory.resolve("dumped");
        try (ControlServer server = open();
                Client client = new Client(socket())) {
            client.line();
            client.send("dump interfaces \"" + file + "\"\n");
            assertThat(client.line()).isEqualTo("0013-Dumping interfaces to " + file);
            assertThat(client.line()).matches("0013 Dumped [0-9]+ bytes in [0-9.]+ s");
            client.send("dump routes \"" + file + "\"\n");
            assertThat(client.line()).isEqualTo("8009 Failed to open file " + file + ": File exists");
            client.send("dump routes \"" + directory + "/none/x\"\n");
            assertThat(client.line())
                    .isEqualTo("8009 Failed to open file " + directory + "/none/x: No such file or directory");
            client.send("restrict\ndump routes \"" + directory + "/x\"\n");
            assertThat(client.line()).isEqualTo("0016 Access restricted");
            assertThat(client.line()).isEqualTo("8007 Access denied");
        }
        assertThat(Files.readString(file)).contains("MTU=").doesNotContainPattern("(?m)^[0-9]{4}[- ]");
        assertThat(Files.getPosixFilePermissions(file)).containsExactly(PosixFilePermission.OWNER_READ);
    }

    @ParameterizedTest
    @CsvSource({
        "resources, resources, Router ID is",
        "sockets, sockets, unix ",
        "sock, sockets, unix ",
        "ao keys, AO keys, TCP-AO is not used",
        "events, event log, control",
        "protocols, protocols, Neighbor AS",
        "filter all, filters, Output filter"
    })
    void eachKindOfDump(String what, String title, String holds) throws IOException {
        Path file = directory.resolve("dumped");
        try (ControlServer server = open();
                Client client = new Client(socket())) {
            client.line();
            client.send("dump " + what + " \"" + file + "\"\n");
            assertThat(client.line()).isEqualTo("0013-Dumping " + title + " to " + file);
            assertThat(client.line()).matches("0013 Dumped [1-9][0-9]* bytes in [0-9.]+ s");
        }
        assertThat(Files.readString(file)).contains(holds);
    }

    /** As in BIRD 1.6 and 2.0, which write it to their log. */
    @Test
    void aDumpWithoutAFileGoesToTheLog() throws IOException {
        try (ControlServer server = open();
                Client client = new Client(socket())) {
            client.line();
            client.send("dump interfaces\ndump filter\n");
            assertThat(client.line()).isEqualTo("0000 ");
            assertThat(client.line()).isEqualTo("9001 syntax error, unexpected end of command, expecting all");
        }
    }

    /** Codes as 1.6 and 2.x have them; only a pattern can match nothing. */
    @ParameterizedTest
    @CsvSource({"BIRD_2, 9001", "BIRD_1_6, 9002"})
    void aNameThatIsNoProtocol(ControlStyle style, int code) throws IOException {
        try (ControlServer server = ControlServer.open(socket(), router.ports(), style);
                Client client = new Client(socket())) {
            client.line();
            for (String command :
                    List.of("show protocols nobody", "show protocols all nobody", "disable nobody", "reload nobody")) {
                client.send(command + "\n");
                assertThat(client.line()).isEqualTo(code + " nobody is not a protocol");
            }
            client.send("show static nobody\ndisable \"zz*\"\n");
            assertThat(client.line()).isEqualTo("9001 nobody: Not a protocol");
            assertThat(client.line()).isEqualTo("8003 No protocols match");
        }
    }

    /** A name goes before the beginning of a word, a whole word before a name. */
    @ParameterizedTest
    @CsvSource({
        "f, 1010 f       \tfilter",
        "t, 1010 t       \trouting table",
        "pro, 1010 pro     \tprotocol",
        "prot, 1010-up1     \tprotocol",
        "template, 1010-tmpl    \tprotocol template",
        "te, 1010-tmpl    \tprotocol template",
        "fil, 1010-f       \tfilter",
        "nothing, '9001 syntax error, unexpected nothing, expecting a known name'"
    })
    void namesOfSymbolsGoBeforeAbbreviations(String word, String first) throws IOException {
        for (String symbol : List.of("f filter", "t routing table", "pro protocol", "tmpl protocol template")) {
            String[] parts = symbol.split(" ", 2);
            router.symbols.add(new RouterView.Symbol(parts[0], parts[1]));
        }
        try (ControlServer server = open();
                Client client = new Client(socket())) {
            client.line();
            client.send("show symbols " + word + "\n");
            assertThat(client.line()).isEqualTo(first);
        }
    }

    @Test
    void echoedMessagesComeBetweenReplies() throws IOException {
        try (ControlServer server = open();
                Client client = new Client(socket())) {
            client.line();
            client.send("echo { info, warning } 1024\n");
            assertThat(client.line()).isEqualTo("0000 ");
            router.listeners.getFirst().accept("<INFO> peer came up");
            assertThat(client.line()).isEqualTo("+<INFO> peer came up");
            client.send("echo off\nshow protocols \"zz\"\n");
            assertThat(client.line()).isEqualTo("0000 ");
            assertThat(client.line()).isEqualTo("8003 No protocols match");
            assertThat(router.listeners).isEmpty();
        }
    }

    /** Debian's client, unmodified. */
    @Test
    void birdclUnderstandsUs() throws IOException, InterruptedException {
        Path birdcl = Path.of("/usr/sbin/birdcl");
        if (!"1".equals(System.getenv("JBGPD_REQUIRE_PEERS"))) {
            Assumptions.assumeTrue(Files.isExecutable(birdcl), "install bird2 to run this test");
        }
        try (ControlServer server = open()) {
            assertThat(birdcl("show", "protocols", "up1")).isEqualTo("""
                            BIRD 2.0.12 ready.
                            Name       Proto      Table      State  Since         Info
                            up1        BGP        ---        up     13:19:28.020  Established  \s
                            """);
            assertThat(birdcl("s", "r", "count")).contains("Total: 17 of 17 routes for 16 networks in 2 tables");
            assertThat(birdcl("disable", "\"static*\"")).contains("static4: disabled\nstatic6: disabled\n");
        }
    }

    private String birdcl(String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 3];
        command[0] = "/usr/sbin/birdcl";
        command[1] = "-s";
        command[2] = socket().toString();
        System.arraycopy(words, 0, command, 3, words.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TZ", "UTC");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
