package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.ControlSocket;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.JumpingClock;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What machine and kernel can do to a router: nothing is lost, and the log has a line that says what it was. */
@NeedsPeer(Software.BIRD2)
class FaultsIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ROUTES = 200;
    private static final String BIRD = "10.0.0.2";
    /** Sessions that have to stay do so on a busy machine too. */
    private static final int HOLD_SECONDS = 90;
    /** For those that end or whose timers are looked at. */
    private static final int SHORT_HOLD_SECONDS = 9;

    private static final Pattern UPTIME = Pattern.compile("uptime[a-z_]*\":(-?\\d+)");

    private Lab lab;
    private Node near;
    private Jbgpd jbgpd;
    private Bird bird;
    private String cable;
    private int holdSeconds = HOLD_SECONDS;

    @BeforeEach
    void makeNetwork() {
        lab = new Lab();
        near = lab.node("near");
        Node far = lab.node("far");
        cable = lab.link(near, "10.0.0.1/24", far, "10.0.0.2/24");
        jbgpd = new Jbgpd(near, "jbgpd", "-R");
        bird = new Bird(far, "bird");
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private String us(String more) {
        // What 'mrtdump protocols' says holds for protocols behind it.
        return "router id 10.0.0.1; log stderr all;\n" + more + """
                protocol device { scan time 3600; }
                protocol kernel k { persist; scan time 3600; graceful restart; netlink rx buffer 2048;
                  ipv4 { import none; export where source = RTS_BGP; }; }
                protocol static s { ipv4; route 192.0.2.0/24 blackhole; }
                protocol bgp up { local 10.0.0.1 as 65001; neighbor 10.0.0.2 as 65002; hold time %d;
                  connect delay time 1; connect retry time 2; error wait time 1, 2; graceful restart;
                  ipv4 { import all; export where source = RTS_STATIC; }; }
                """.formatted(holdSeconds);
    }

    /** One side connects: two connections that collide would end one session at the beginning. */
    private void start(String more) {
        jbgpd.start(us(more));
        String routes = IntStream.range(0, ROUTES)
                .mapToObj(i -> "route 20.0." + i + ".0/24 blackhole;")
                .collect(Collectors.joining("\n"));
        bird.start("""
                router id 10.0.0.2; log stderr all; protocol device { }
                protocol static { ipv4;
                %s
                }
                protocol bgp near { local 10.0.0.2 as 65002; neighbor 10.0.0.1 as 65001; hold time %d; passive on;
                  connect delay time 1; connect retry time 2; error wait time 1, 2; graceful restart;
                  ipv4 { import all; export where source = RTS_STATIC; next hop self; }; }
                """.formatted(routes, holdSeconds));
        whole();
    }

    /** Everything is where it belongs. */
    private void whole() {
        lab.eventually("nothing is lost", LIMIT, () -> {
            assertThat(kernel()).hasSize(ROUTES);
            assertThat(bird.prefixes()).containsExactly("192.0.2.0/24");
        });
        assertThat(jbgpd.log()).doesNotContain("internal error");
    }

    private List<String> kernel() {
        return near.kernelRoutes().stream()
                .filter(line -> line.startsWith("20.0.") && line.contains("proto bird"))
                .toList();
    }

    private void says(String words) {
        lab.await("the message", LIMIT, () -> jbgpd.log().contains(words));
    }

    private int count(String words) {
        return jbgpd.log().split(words, -1).length - 1;
    }

    @Test
    void killed() throws IOException {
        start("");
        Path changes = near.monitorRoutes("changes");
        jbgpd.kill();
        jbgpd.restart();
        lab.await("session", LIMIT, () -> jbgpd.established(BIRD));
        lab.await("end of recovery", LIMIT, () -> !jbgpd.command("show status").contains("recovery in progress"));
        whole();
        assertThat(Files.readAllLines(changes)).noneMatch(line -> line.startsWith("Deleted 20.0."));
    }

    /** For longer than the hold time; whoever was stopped finds the world changed. */
    @Test
    void stopped() {
        holdSeconds = SHORT_HOLD_SECONDS;
        start("");
        jbgpd.signal("STOP");
        lab.await("the neighbor gives up", LIMIT, () -> !bird.established("10.0.0.1"));
        jbgpd.signal("CONT");
        lab.await("the neighbor is back", LIMIT, () -> bird.established("10.0.0.1"));
        whole();
        says("up: Session down: ");
    }

    /** The kernel reports more than the socket's buffer holds while nobody reads, and scans are an hour apart. */
    @Test
    void overrunOfNetlink() {
        start("");
        jbgpd.signal("STOP");
        List<String> own = kernel();
        near.ipBatch(own.subList(0, ROUTES / 2).stream()
                .map(line -> "route del " + line.substring(0, line.indexOf(' ')) + " metric 32\n")
                .collect(Collectors.joining()));
        near.ipBatch(IntStream.range(0, 3000)
                .mapToObj(i -> "route add blackhole 60." + (i >> 8) + "." + (i & 255) + ".0/24 proto bird metric 32\n")
                .collect(Collectors.joining()));
        jbgpd.signal("CONT");
        says("Netlink: the kernel reported changes faster than they could be read; looking at everything again");
        whole();
        lab.await(
                "what nobody ordered is removed",
                LIMIT,
                () -> near.kernelRoutes().stream().noneMatch(line -> line.startsWith("blackhole 60.")));
        assertThat(count("Netlink: the kernel reported")).isLessThan(10);
    }

    @Test
    void addressesAndInterfacesThatComeAndGo() {
        start("");
        StringBuilder churn = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            churn.append("tuntap add dummy").append(i).append(" mode tun\n");
            churn.append("addr add 10.9.")
                    .append(i)
                    .append(".1/24 dev dummy")
                    .append(i)
                    .append('\n');
            churn.append("link set dummy").append(i).append(" up\n");
            churn.append("addr add 10.0.0.")
                    .append(3 + i)
                    .append("/24 dev ")
                    .append(cable)
                    .append('\n');
            if (i % 2 == 0) {
                churn.append("link del dummy").append(i).append('\n');
                churn.append("addr del 10.0.0.")
                        .append(3 + i)
                        .append("/24 dev ")
                        .append(cable)
                        .append('\n');
            }
        }
        near.ipBatch(churn.toString());
        lab.await(
                "all that stayed is known",
                LIMIT,
                () -> jbgpd.command("show interfaces summary")
                        .lines()
                        .filter(line -> line.contains("dummy"))
                        .count(),
                number -> number == 100);
        whole();
        assertThat(jbgpd.log()).doesNotContain("Session down");
    }

    /** It may change no route at all: a line for each would fill the log. */
    @Test
    void aKernelThatRefusesEverything() {
        jbgpd.through("setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin");
        String statics = IntStream.range(0, 200)
                .mapToObj(i -> "route 30.0." + i + ".0/24 via 10.0.0.2;\n")
                .collect(Collectors.joining());
        jbgpd.start(us("protocol static many { ipv4;\n" + statics + "}\n")
                .replace("export where source = RTS_BGP", "export where net ~ 30.0.0.0/8"));
        says("refused");
        lab.await(
                "marks of all",
                LIMIT,
                () -> jbgpd.command("show route").split("] !", -1).length,
                marks -> marks == 201);
        assertThat(count("refused 30.0.")).isLessThan(20);
    }

    @Test
    void aFullDisk() throws IOException {
        Path disk = Files.createDirectory(jbgpd.file("disk"));
        jbgpd.through("sh", "-c", "mount -t tmpfs -o size=128k tmpfs " + disk + " && exec \"$@\"", "sh");
        start("log \"" + disk + "/log\" all; mrtdump \"" + disk + "/mrt\"; mrtdump protocols all;\n");
        // As the daemon sees it: the mount is in its own namespace.
        Path seen = Path.of("/proc", Long.toString(jbgpd.pid()), "root")
                .resolve(disk.toString().substring(1));
        Path filler = seen.resolve("filler");
        fill(filler);
        lab.await("no room for messages of neighbors", LIMIT, () -> {
            bird.command("restart static1");
            return jbgpd.log().contains("disk/mrt': No space left on device");
        });
        lab.await("no room for the log", LIMIT, () -> {
            jbgpd.command("configure");
            return jbgpd.log().contains("Unable to write log file");
        });
        says("Unable to write log file '" + disk + "/log': No space left on device; messages are lost until it can be");
        assertThat(jbgpd.tryCommand("mrt dump table master4 to \"" + disk + "/table\"")
                        .output())
                .contains("No space left on device");
        whole();
        Files.delete(filler);
        jbgpd.reconfigure(us("log \"" + disk + "/log\" all;\n"));
        lab.await("the log goes on", LIMIT, () -> {
            jbgpd.command("configure");
            return text(seen.resolve("log")).contains("messages could not be written here: No space left on device");
        });
        whole();
        assertThat(jbgpd.log()).doesNotContain("Session down");
    }

    /** To the last byte, also what others are about to take. */
    private static void fill(Path file) {
        try {
            Files.write(file, new byte[1 << 20]);
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Timers go by a clock that never jumps. */
    @ParameterizedTest
    @ValueSource(ints = {400, -400})
    @NeedsPeer(Software.CC)
    void aClockThatJumps(int days) {
        holdSeconds = SHORT_HOLD_SECONDS;
        JumpingClock clock = new JumpingClock(jbgpd);
        start("");
        clock.jump(Duration.ofDays(days));
        // Several hold times and keepalives later.
        lab.holds(
                "the session stays",
                Duration.ofSeconds(12),
                () -> jbgpd.established(BIRD) && bird.established("10.0.0.1"));
        whole();
        assertThat(jbgpd.log()).doesNotContain("Session down");
        assertThat(jbgpd.command("show protocols all up")).doesNotContainPattern("timer: +-");
        assertThat(jbgpd.command("show status")).contains("Current server time");
        assertThat(uptime()).isBetween(1L, 3600L);
    }

    /** Seconds. */
    private long uptime() {
        Matcher uptime = UPTIME.matcher(jbgpd.json("show protocols all up"));
        assertThat(uptime.find()).as(jbgpd.json("show protocols all up")).isTrue();
        return Long.parseLong(uptime.group(1));
    }

    /** Sessions and kernel do not notice that nothing can be opened; all is well when it can again. */
    @Test
    void noFileDescriptorsLeft() throws IOException {
        holdSeconds = SHORT_HOLD_SECONDS;
        start("");
        // No class can be loaded later, where they are files of their own.
        flap();
        limitDescriptors(firstFree());
        try (ControlSocket waiting = new ControlSocket(Path.of(jbgpd.control()), Duration.ofSeconds(3))) {
            says("Control socket " + jbgpd.control() + ": Too many open files");
            near.exec("bash", "-c", "exec 3<>/dev/tcp/10.0.0.1/179");
            says(" port 179: accept: Too many open files");
            lab.holds("the session stays", Duration.ofSeconds(12), () -> bird.established("10.0.0.1"));
            flap();
            assertThat(count("Too many open files")).isLessThan(10);
            limitDescriptors(1024);
            lab.says(jbgpd, "show status", "Daemon is up and running");
            assertThat(waiting.ask("show status")).anyMatch(line -> line.contains("up and running"));
        }
        lab.says(jbgpd, "show protocols up", "Established");
        assertThat(jbgpd.log()).doesNotContain("Session down");
    }

    private void flap() {
        bird.command("disable static1");
        lab.await("no routes", LIMIT, () -> kernel().isEmpty());
        bird.command("enable static1");
        whole();
    }

    private void limitDescriptors(int most) {
        near.exec("prlimit", "--pid", Long.toString(jbgpd.pid()), "--nofile=" + most + ":1024");
    }

    /** The number that the next file would have. */
    private int firstFree() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(jbgpd.pid()), "fd"))) {
            BitSet numbers = new BitSet();
            open.forEach(file -> numbers.set(Integer.parseInt(file.getFileName().toString())));
            return numbers.nextClearBit(0);
        }
    }

    /** A file that would leave no memory for routes. */
    @Test
    void aFileLargerThanTheMemory() {
        String routes = IntStream.range(0, 200_000)
                .mapToObj(i ->
                        "route " + (30 + (i >> 16)) + "." + (i >> 8 & 255) + "." + (i & 255) + ".0/24 blackhole;\n")
                .collect(Collectors.joining());
        Path conf = jbgpd.write("conf", us("protocol static large { ipv4;\n" + routes + "}\n"));
        List<String> command = new ArrayList<>(Jbgpd.program("24m"));
        command.addAll(List.of("-f", "-c", conf.toString(), "-s", jbgpd.control()));
        Bird.Outcome outcome = jbgpd.runInside(command);
        assertThat(outcome.output()).contains("for which this process has not the memory; see -Xmx");
        assertThat(outcome.exit()).isEqualTo(1);
    }

    /** Each reload reads one of two whole files, whichever moment it comes at. */
    @Test
    void aFileReplacedWhileItIsRead() throws InterruptedException {
        start("");
        String[] texts = {us(""), us("# longer\n".repeat(20_000) + "protocol static s3 { ipv4; }\n")};
        Thread editor = Thread.ofPlatform().start(() -> {
            for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                jbgpd.write("conf", texts[i % 2]);
            }
        });
        try {
            for (int i = 0; i < 30; i++) {
                assertThat(jbgpd.tryCommand("configure").output())
                        .containsPattern(Bird.ACCEPTED + "|it was changed while it was read");
            }
        } finally {
            editor.interrupt();
            editor.join();
        }
        whole();
        assertThat(jbgpd.log()).doesNotContain("Session down");
    }
}
