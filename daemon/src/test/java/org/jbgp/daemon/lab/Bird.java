package org.jbgp.daemon.lab;

import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** BIRD 2, and whatever else speaks its control protocol ({@link Bird1}, {@link Jbgpd}). */
public class Bird extends Peer {
    /** What is said to a configuration that is taken: a busy router answers before it is in force. */
    public static final Pattern ACCEPTED = Pattern.compile("Reconfigured|Reconfiguration in progress");

    private static final String IN_PROGRESS = "Reconfiguration in progress";

    private static final Pattern CLOCK = Pattern.compile("\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?");

    private final List<String> options;

    /** A BIRD 2 that is not started yet; {@code options} are further command line options such as {@code -R}. */
    public Bird(Node node, String name, String... options) {
        super(node, name);
        this.options = List.of(options);
    }

    @Override
    protected void launch() {
        List<String> command =
                new ArrayList<>(List.of(Software.BIRD2.program(), "-f", "-c", "conf", "-s", control(), "-P", "pid"));
        command.addAll(options);
        process(Map.of(), command);
    }

    /** Path of the control socket. */
    public String control() {
        return file("ctl").toString();
    }

    @Override
    protected boolean ready() {
        return ask("show status").exit() == 0;
    }

    @Override
    protected String sessions() {
        return ask("show protocols").output();
    }

    /** Says a command over the control socket; the answer without codes and greeting. */
    public final String command(String words) {
        Shell.Result result = ask(words);
        if (result.exit() != 0) {
            throw new IllegalStateException("'" + words + "' to " + this + ": " + result.output());
        }
        return result.output();
    }

    private Shell.Result ask(String words) {
        List<String> command = new ArrayList<>(List.of(client(), "-s", control()));
        command.addAll(List.of(words.split(" ")));
        Shell.Result result = Shell.run(command);
        return new Shell.Result(result.exit(), result.output().replaceFirst("\\A(BIRD|jbgpd) [^\n]* ready\\.\n", ""));
    }

    /**
     * When the state of a protocol last changed, in the router's own words. BIRD counts back from now, so that it shows
     * the same moment with other milliseconds each time: compare with {@link #unchangedSince}.
     */
    public final LocalTime since(String protocol) {
        Matcher time = CLOCK.matcher(command("show protocols " + protocol)
                .lines()
                .filter(line -> line.startsWith(protocol + " "))
                .findFirst()
                .orElse(""));
        if (!time.find()) {
            throw new IllegalStateException("no time of " + protocol + " in " + this);
        }
        return LocalTime.parse(time.group());
    }

    /** Whether the state of the protocol has not changed since that moment; a new session takes a second at least. */
    public final boolean unchangedSince(String protocol, LocalTime moment) {
        return Duration.between(moment, since(protocol)).abs().toMillis() < 900;
    }

    /** Exit code and output of a command. */
    public record Outcome(int exit, String output) {}

    /** Says a command over the control socket; refusals are an answer like any other. */
    public final Outcome tryCommand(String words) {
        Shell.Result result = ask(words);
        return new Outcome(result.exit(), result.output());
    }

    /** What its own client makes of a line, with codes: it completes words, and answers some lines itself. */
    public final List<String> typed(String words) {
        List<String> command = new ArrayList<>(List.of(client(), "-v", "-s", control()));
        command.addAll(List.of(words.split(" ")));
        return Shell.run(command)
                .output()
                .lines()
                .filter(line -> !line.isEmpty() && !line.startsWith("0001 "))
                .toList();
    }

    /** Runs a program to its end inside this router's node. */
    public final Outcome runInside(List<String> command) {
        Shell.Result result = node().tryExec(command);
        return new Outcome(result.exit(), result.output());
    }

    /** The client program, a stock one. */
    protected String client() {
        return Software.BIRD2.program().replaceAll("bird$", "birdcl");
    }

    @Override
    public final String session(String neighbor) {
        return BirdText.session(command("show protocols all"), neighbor);
    }

    @Override
    public final SortedSet<PeerRoute> routes() {
        return BirdText.bgpRoutes(command("show route all"));
    }

    /** BGP paths of one table. */
    public final SortedSet<PeerRoute> routes(String table) {
        return BirdText.bgpRoutes(command("show route table " + table + " all"));
    }

    /** Writes a new configuration and loads it; returns the answer once the configuration is in force, or refused. */
    public final String reconfigure(String configuration) {
        write("conf", configuration);
        String answer = command("configure");
        if (answer.contains(IN_PROGRESS)) {
            node().lab()
                    .await(
                            "the configuration of " + this,
                            Duration.ofSeconds(60),
                            () -> !command("show status").contains(IN_PROGRESS));
        }
        return answer;
    }

    @Override
    public final void announce(Collection<String> prefixes) {
        List<String> all = new ArrayList<>(speaker().announced());
        all.addAll(prefixes);
        originate(all);
    }

    @Override
    public final void withdraw(Collection<String> prefixes) {
        List<String> all = new ArrayList<>(speaker().announced());
        all.removeAll(prefixes);
        originate(all);
    }

    private void originate(List<String> prefixes) {
        Speaker now = speaker();
        speaker(new Speaker(now.as(), now.routerId(), now.neighbors(), prefixes));
        reconfigure(configuration(speaker()));
    }

    @Override
    public String configuration(Speaker as) {
        StringBuilder text =
                new StringBuilder("router id " + as.routerId() + ";\nlog stderr all;\nprotocol device { }\n");
        for (boolean ipv6 : new boolean[] {false, true}) {
            text.append("protocol static { ").append(ipv6 ? "ipv6;\n" : "ipv4;\n");
            as.announced().stream()
                    .filter(prefix -> prefix.contains(":") == ipv6)
                    .forEach(prefix -> text.append("  route ").append(prefix).append(" blackhole;\n"));
            text.append("}\n");
        }
        for (Speaker.Neighbor peer : as.neighbors()) {
            text.append("protocol bgp ").append(peer.name()).append(" {\n");
            text.append(sessionLines(as, peer));
            text.append(peer.ipv6() ? "  ipv6 {" : "  ipv4 {");
            text.append(" import all; export where source = RTS_STATIC; next hop self; };\n}\n");
        }
        return text.toString();
    }

    /** What both dialects say about a neighbor. */
    static String sessionLines(Speaker as, Speaker.Neighbor peer) {
        return "  local " + peer.local() + " as " + as.as() + ";\n"
                + "  neighbor " + peer.remote() + " as " + peer.remoteAs() + ";\n"
                + "  connect delay time 1; connect retry time 2; error wait time 1, 2;\n"
                + (peer.passive() ? "  passive on;\n" : "")
                + (peer.password().isEmpty() ? "" : "  password \"" + peer.password() + "\";\n");
    }
}
