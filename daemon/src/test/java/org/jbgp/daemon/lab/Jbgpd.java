package org.jbgp.daemon.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * jbgpd as a process of its own: from the test's class path, or, with the system property {@code jbgpd.home}, from a
 * built distribution. Asked through the stock {@code birdcl}. From the class path it has two shards, as on a machine of
 * four cores; the system property {@code jbgpd.shards} says otherwise.
 */
public final class Jbgpd extends Bird {
    private static final String MAIN = "org.jbgp.daemon.Jbgpd";
    /** The last line of an answer, which the greeting is not. */
    private static final Pattern LAST = Pattern.compile("(?!0001)[0-9]{4} .*");

    private final List<String> options;
    private int shards = Integer.getInteger("jbgpd.shards", 2);
    private String heap = "768m";
    private String program = "jbgpd";
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> through = new ArrayList<>();
    private int starts;

    /** A jbgpd that is not started yet; {@code options} are further command line options such as {@code -R}. */
    public Jbgpd(Node node, String name, String... options) {
        super(node, name);
        this.options = List.of(options);
    }

    /** One shard only, for what depends on the order in which routes arrive. */
    public Jbgpd oneShard() {
        shards = 1;
        return this;
    }

    /** Called as BIRD 1.6 is, {@code bird} or {@code bird6}: it answers in the layouts of that one. */
    public Jbgpd calledAs(String name) {
        program = name;
        return this;
    }

    /** With so much heap at most, such as {@code 300m}. */
    public Jbgpd heap(String most) {
        heap = most;
        return this;
    }

    /** With this in its environment. */
    public Jbgpd environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Started by another program, such as {@code prlimit}, which must take its place (exec) in the end. */
    public Jbgpd through(String... command) {
        through.addAll(List.of(command));
        return this;
    }

    /** Processor time it has taken so far, of all threads. */
    public double cpuSeconds() {
        return Processes.cpuSeconds(pid());
    }

    /** What the kernel says of its memory now, such as {@code VmRSS} (proc_pid_status(5)); KiB. */
    public long memoryKib(String key) {
        return Processes.status(pid(), key);
    }

    /** How many threads it has. */
    public long threads() {
        return Processes.status(pid(), "Threads");
    }

    /** The answer to a command in JSON, as it comes over the socket. */
    public String json(String words) {
        return own("json " + words);
    }

    /** The answer to a command that stock clients do not pass on, with its codes; without its last line. */
    public String own(String words) {
        List<String> lines = lines(words);
        return lines.subList(0, lines.size() - 1).stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** What jbgpctl prints for a command, a refusal too: the answer without codes. */
    public String shown(String words) {
        return lines(words).stream()
                .filter(line -> !line.startsWith("0001 ") && !line.startsWith("0000"))
                .map(line -> line.substring(line.startsWith(" ") ? 1 : 5) + "\n")
                .collect(Collectors.joining());
    }

    /** What is heard of a command that never ends: its first line, and more of them while something is done. */
    public String heard(String words, int more, Runnable meanwhile) {
        StringBuilder heard = new StringBuilder();
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(control()));
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8))) {
            socket.write(ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.UTF_8)));
            reader.readLine(); // the greeting
            for (int i = 0; i <= more; i++) {
                heard.append(reader.readLine().replaceFirst("^[0-9]{4}-| ", "")).append('\n');
                if (i == 0) {
                    meanwhile.run();
                }
            }
            return heard.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The greeting, and the answer until its last line. */
    private List<String> lines(String words) {
        List<String> lines = new ArrayList<>();
        try (SocketChannel socket = SocketChannel.open(UnixDomainSocketAddress.of(control()));
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8))) {
            socket.write(ByteBuffer.wrap((words + "\n").getBytes(StandardCharsets.UTF_8)));
            String line;
            while ((line = reader.readLine()) != null) {
                lines.add(line);
                if (LAST.matcher(line).matches()) {
                    return lines;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("'" + words + "' to " + this + ": no end behind " + lines);
    }

    @Override
    protected void launch() {
        List<String> command = new ArrayList<>(program(program, shards, heap));
        if (command.size() == 1 && !program.equals("jbgpd")) {
            command.set(0, linked(Path.of(command.getFirst())));
        }
        command.addAll(List.of(
                "-f",
                "-c",
                file("conf").toString(),
                "-s",
                control(),
                "-P",
                file("pid").toString()));
        command.addAll(options);
        command.addAll(0, through);
        starts++;
        Map<String, String> all = new HashMap<>(environment);
        // Its word that it is ready comes to standard output, which is the log.
        all.putAll(Map.of("JBGPD_READY_FD", "1", "JBGPD_JAVA_OPTIONS", "-Xmx" + heap));
        process(all, command);
    }

    private String linked(Path launcher) {
        try {
            Path link = file(program);
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, launcher);
            }
            return link.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answering commands is not enough: neighbors that dial must find the port open. */
    @Override
    protected boolean ready() {
        return log().split("jbgpd is ready\n", -1).length > starts && super.ready();
    }

    /** How to start the program, before its own options. */
    public static List<String> program() {
        return program("jbgpd", 1, "768m");
    }

    /** The same with another heap. */
    public static List<String> program(String heap) {
        return program("jbgpd", 1, heap);
    }

    private static List<String> program(String name, int shards, String heap) {
        String home = System.getProperty("jbgpd.home", "");
        if (!home.isEmpty()) {
            return List.of(Path.of(home, "bin", "jbgpd").toString());
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xss512k",
                "-Xmx" + heap,
                "-Djbgpd.shards=" + shards,
                "-Djbgpd.program=" + name,
                "-cp",
                System.getProperty("java.class.path"),
                MAIN);
    }
}
