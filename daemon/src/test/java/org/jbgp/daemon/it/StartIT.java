package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The first moments of a daemon, and those in which it reads a file: who asks is answered, who sends a signal is heard.
 */
@Timeout(120)
@NeedsPeer(Software.BIRD2)
class StartIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String CONFIGURATION = """
            router id 10.0.0.1; log stderr all;
            timeformat protocol "%s";
            protocol device { }
            filter good { accept; }
            roa4 table r4;
            protocol static s { ipv4; route 192.0.2.0/24 blackhole; }
            protocol static r { roa4 { table r4; }; route 192.0.2.0/24 max 24 as 1; }
            protocol bgp b { local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; ipv4 { import all; export all; }; }
            """;

    private final Lab lab = new Lab();
    private final Node node = lab.node("start");
    private final Jbgpd jbgpd = new Jbgpd(node, "jbgpd");

    @AfterEach
    void stop() {
        lab.close();
    }

    /** A control connection that says everything at once and reads replies one by one. */
    private static final class Client implements AutoCloseable {
        private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        private final BufferedReader reader;

        Client(String path) throws IOException {
            channel.connect(UnixDomainSocketAddress.of(path));
            reader =
                    new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        }

        void say(String... commands) throws IOException {
            channel.write(ByteBuffer.wrap((String.join("\n", commands) + "\n").getBytes(StandardCharsets.UTF_8)));
        }

        /** All lines of the next reply. */
        String reply() throws IOException {
            StringBuilder reply = new StringBuilder();
            while (true) {
                String line = reader.readLine();
                reply.append(line).append('\n');
                if (line == null || line.matches("[0-9]{4} .*")) {
                    return reply.toString();
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private Process launch(Path configuration) throws IOException {
        List<String> command = new ArrayList<>(Jbgpd.program());
        command.addAll(List.of("-f", "-c", configuration.toString(), "-s", jbgpd.control()));
        List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", node.namespace()));
        inside.addAll(command);
        return new ProcessBuilder(inside)
                .redirectErrorStream(true)
                .redirectOutput(jbgpd.file("log").toFile())
                .start();
    }

    private Client firstClient(Process process) throws IOException {
        return firstClientWhile(process, Thread::onSpinWait);
    }

    private Client firstClientWhile(Process process, Runnable meanwhile) throws IOException {
        while (true) {
            meanwhile.run();
            assertThat(process.isAlive()).isTrue();
            if (Files.exists(Path.of(jbgpd.control()))) {
                try {
                    return new Client(jbgpd.control());
                } catch (ConnectException e) {
                    // Bound, but not listening yet.
                    Thread.onSpinWait();
                }
            }
        }
    }

    /** Every command that asks, said to the socket in the moment it is there. */
    @Test
    void everyCommandAnswersFromTheFirstGreetingOn() throws IOException {
        String[] commands = {
            "show status",
            "show protocols",
            "show protocols all b",
            "show route",
            "show route all",
            "show route count",
            "show route table r4",
            "show route where net.len > 8",
            "show route filter good",
            "show route export b",
            "show roa",
            "show static",
            "show interfaces",
            "show interfaces summary",
            "show memory",
            "show symbols",
            "show symbols good",
            "explain route 192.0.2.0/24",
            "eval 1 + 1",
            "configure status",
            "configure check",
            "configure plan",
            "debug b off",
            "json show status",
            "json show protocols",
            "json show route",
            "json show interfaces",
            "json show memory",
            "json show load",
            "show progress",
            "json explain route 192.0.2.0/24",
            "echo off",
            "help",
            "reload s",
            "restart b",
            "disable b",
            "enable b",
            "configure confirm",
            "configure undo",
            "configure"
        };
        Process process = launch(jbgpd.write("conf", CONFIGURATION));
        try (Client client = firstClient(process)) {
            client.say(commands);
            assertThat(client.reply()).startsWith("0001 BIRD ");
            for (String command : commands) {
                String reply = client.reply();
                // A protocol that is down has no table yet: that is BIRD's answer, too.
                if (!command.startsWith("show route export") || !reply.equals("9001 No valid tables\n")) {
                    assertThat(reply).as(command).doesNotContain("\n9", "\n8").doesNotMatch("(?s)^[89].*");
                }
            }
        } finally {
            process.destroy();
        }
    }

    @Test
    void aFileThatDoesNotEndDelaysNobodyElse() throws IOException {
        Path pipe = jbgpd.file("pipe");
        node.exec("mkfifo", pipe.toString());
        jbgpd.start(CONFIGURATION);
        try (Client asking = new Client(jbgpd.control());
                Client other = new Client(jbgpd.control())) {
            asking.reply();
            asking.say("configure \"" + pipe + "\"", "configure \"/proc/kmsg\"");
            assertThat(asking.reply())
                    .endsWith("8002 " + pipe + ":1:1 cannot read the file: it is not a regular file\n");
            other.say("show status", "show protocols", "configure undo");
            assertThat(other.reply()).startsWith("0001 ");
            assertThat(other.reply()).contains("Daemon is up and running");
            assertThat(other.reply()).contains("Static");
            assertThat(other.reply()).contains("0019 Nothing to do");
            assertThat(asking.reply())
                    .contains("8002 /proc/kmsg:1:1 cannot read the file: ")
                    .doesNotContain("Reconfigured");
        }
        assertThat(lab.report()).doesNotContain("Exception");
    }

    @Test
    void anOrderToEndIsHeardWhileAFileIsRead() throws IOException, InterruptedException {
        Path conf = jbgpd.write("conf", CONFIGURATION);
        Process process = launch(conf);
        try (Client asking = firstClient(process)) {
            asking.reply();
            asking.say("configure \"/proc/kmsg\"");
            try (Client other = new Client(jbgpd.control())) {
                other.reply();
                other.say("down");
                other.reply();
            }
            assertThat(process.waitFor()).isZero();
            assertThat(Path.of(jbgpd.control())).doesNotExist();
        }
    }

    @Test
    void aLogFileThatCannotBeOpenedIsAnError() throws IOException, InterruptedException {
        String bad = CONFIGURATION.replace("log stderr all;", "log \"" + jbgpd.file("none/x.log") + "\" all;");
        Path conf = jbgpd.write("bad", bad);
        String message = ":1:25 Unable to open log file '" + jbgpd.file("none/x.log") + "': No such file or directory";

        Process process = launch(conf);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(Files.readString(jbgpd.file("log"))).contains(conf + message);

        jbgpd.start(CONFIGURATION);
        assertThat(jbgpd.tryCommand("configure \"" + conf + "\"").output()).contains(conf + message);
        // The failed start wrote to this file too: one message each.
        assertThat(jbgpd.log().split("Unable to open log file", -1)).hasSize(3);
        lab.says(jbgpd, "show status", "Daemon is up and running");
    }

    @Test
    void aHangupBeforeTheStartIsNoOrderToEnd() throws IOException, InterruptedException {
        Path conf = jbgpd.write("conf", CONFIGURATION);
        // As the launcher leaves it to the JVM.
        List<String> command = new ArrayList<>(
                List.of("ip", "netns", "exec", node.namespace(), "sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
        command.addAll(Jbgpd.program());
        command.addAll(List.of("-f", "-c", conf.toString(), "-s", jbgpd.control()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(jbgpd.file("log").toFile())
                .start();
        try (Client client = firstClientWhile(process, () -> hangUp(process))) {
            client.say("show status");
            assertThat(client.reply()).startsWith("0001 ");
            assertThat(client.reply()).contains("1000-BIRD");
        }
        // And one that comes later is served: the JVM has it back.
        jbgpd.write("conf", CONFIGURATION.replace("protocol bgp b", "protocol bgp after_the_hangup"));
        lab.await("reload", LIMIT, () -> {
            hangUp(process);
            try (Client client = new Client(jbgpd.control())) {
                client.say("show protocols");
                client.reply();
                return client.reply().contains("after_the_hangup");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        process.destroy();
        assertThat(process.waitFor()).isZero();
    }

    private static void hangUp(Process process) {
        // Before it is a JVM it is `ip`, which knows no better than to end.
        if (process.info().command().filter(name -> name.endsWith("java")).isPresent()) {
            try {
                new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                        .start()
                        .waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
