package org.jbgp.daemon.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * jbgpd in BIRD's place: started as Calico's node starts {@code bird} and {@code bird6}, asked through the clients of
 * the distribution. Those of one node have one folder for their sockets.
 */
public final class DropIn extends Bird {
    private final String program;
    private final HomeFolder home;
    private final String share;
    private final List<String> options = new ArrayList<>(List.of("-d"));

    /**
     * One that is not started yet.
     *
     * @param program {@code bird} or {@code bird6}
     * @param share the environment's {@code JBGPD_SHARE}
     */
    public DropIn(Node node, String program, String share) {
        super(node, node.name() + "-" + program);
        this.program = program;
        this.share = share;
        this.home = HomeFolder.in(node.lab().file("home"));
    }

    /** From now on it starts with {@code -R}. */
    public DropIn recovering() {
        options.add("-R");
        return this;
    }

    @Override
    public String control() {
        return run().resolve(program + ".ctl").toString();
    }

    private Path run() {
        return node().lab().file(node().name() + "-" + "run");
    }

    @Override
    protected void launch() {
        List<String> command = new ArrayList<>(List.of(home.program(program), "-s", control(), "-c", configuration()));
        command.addAll(options);
        Shell.must(List.of("mkdir", "-p", run().toString()));
        process(environment(), command);
    }

    /** Starts both with these configurations, in no order. */
    public static void startAtOnce(DropIn one, String configuration, DropIn other, String otherConfiguration) {
        one.write("conf", configuration);
        other.write("conf", otherConfiguration);
        one.launch();
        other.launch();
        one.node().lab().await("start of both names", Duration.ofMinutes(2), () -> one.ready() && other.ready());
    }

    /** Starts it, and waits until it ends by itself. */
    public Outcome runToItsEnd() {
        List<String> command = new ArrayList<>(List.of("env"));
        environment().forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of(home.program(program), "-s", control(), "-c", configuration()));
        command.addAll(options);
        return runInside(command);
    }

    private String configuration() {
        return file("conf").toString();
    }

    private Map<String, String> environment() {
        return Map.of(
                "JBGPD_SHARE",
                share,
                "JBGPD_JAVA_OPTIONS",
                "-Xmx300m -Djbgpd.shards=2 -XX:TieredStopAtLevel=1 -XX:TrimNativeHeapInterval=0");
    }

    @Override
    protected boolean ready() {
        return Files.exists(Path.of(control())) && super.ready();
    }

    @Override
    protected String client() {
        return home.program(program.equals("bird6") ? "birdcl6" : "birdcl");
    }

    /** What {@code -p} says of a configuration, and its exit code. */
    public Outcome check(String configuration) {
        return runInside(List.of(
                "env",
                "JBGPD_SHARE=" + share,
                home.program(program),
                "-p",
                "-s",
                control(),
                "-c",
                write("checked", configuration).toString()));
    }

    /** A program of the distribution, run to its end. */
    public Outcome run(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "JBGPD_RUN_DIR=" + run(), home.program(name)));
        command.addAll(List.of(arguments));
        return runInside(command);
    }

    /** The Java processes that carry routers of this node's folder of sockets, or this one alone. */
    public List<Long> javaProcesses() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        Processes.commandLine(process.pid()).stream().anyMatch(word -> word.startsWith(run() + "/")))
                .map(ProcessHandle::pid)
                .filter(process -> Processes.commandLine(process).contains("org.jbgp.daemon.Jbgpd"))
                .toList();
    }

    /** Name and first argument of its process, by which tools find it. */
    public List<String> names() {
        return Stream.of(Processes.name(pid()), Processes.commandLine(pid()).getFirst())
                .toList();
    }
}
