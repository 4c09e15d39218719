package org.jbgp.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Debian package that the build left: its fields, files, owners and times. */
class DebianPackageIT {
    private static final Path TARGET = Path.of("target");

    private static Path deb;
    private static Map<String, Entry> entries;

    /** A line of {@code dpkg-deb --contents}. */
    private record Entry(String mode, String owner, String time, String link) {}

    @BeforeAll
    static void read() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "needs Debian's dpkg");
        try (Stream<Path> files = Files.list(TARGET)) {
            deb = files.filter(each -> each.getFileName().toString().matches("jbgpd_[^_]+_(amd64|arm64)\\.deb"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no package in " + TARGET + ": mvn package"));
        }
        entries = new TreeMap<>();
        Pattern line = Pattern.compile("(\\S{10}) (\\S+) +\\d+ (\\S+ \\S+) \\./(.*?)(?: -> (.*))?");
        for (String each : run("dpkg-deb", "--contents", deb.toString()).lines().toList()) {
            Matcher entry = line.matcher(each);
            assertThat(entry.matches()).as(each).isTrue();
            entries.put(entry.group(4), new Entry(entry.group(1), entry.group(2), entry.group(3), entry.group(5)));
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("TZ", "UTC");
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Package ; jbgpd",
                "Version ; \\d[.+~A-Za-z0-9]*",
                "Architecture ; amd64|arm64",
                "Section ; net",
                "Depends ; .*adduser.*libc6 .*",
                "Installed-Size ; \\d{5,6}",
                "Maintainer ; .+ <.+@.+>",
            })
    void field(String name, String pattern) throws IOException, InterruptedException {
        assertThat(run("dpkg-deb", "--field", deb.toString(), name).strip()).matches(pattern);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "etc/jbgpd/bird.cfg",
                "etc/logrotate.d/jbgpd",
                "usr/lib/jbgpd/etc/bird.cfg",
                "usr/lib/jbgpd/bin/jbgpd",
                "usr/lib/jbgpd/runtime/lib/server/libjvm.so",
                "usr/lib/jbgpd/aot/train",
                "usr/lib/jbgpd/aot/org/jbgp/bench/load/LoadGenerator.class",
                "usr/lib/jbgpd/systemd/stop",
                "usr/lib/systemd/system/jbgpd.service",
                "usr/share/bash-completion/completions/jbgpctl",
                "usr/share/zsh/vendor-completions/_jbgpctl",
                "usr/share/fish/vendor_completions.d/jbgpctl.fish",
                "usr/share/man/man8/jbgpd.8.gz",
                "usr/share/man/man8/jbgpctl.8.gz",
                "usr/share/man/man5/jbgpd.conf.5.gz",
                "usr/share/doc/jbgpd/copyright",
                "usr/share/doc/jbgpd/changelog.Debian.gz",
                "usr/share/doc/jbgpd/docs/install.md",
                "usr/share/doc/jbgpd/monitoring/alerts.yml",
            })
    void holds(String file) {
        assertThat(entries).containsKey(file);
    }

    @ParameterizedTest
    @CsvSource({"usr/sbin/jbgpd, ../lib/jbgpd/bin/jbgpd", "usr/bin/jbgpctl, ../lib/jbgpd/bin/jbgpctl"})
    void links(String name, String target) {
        assertThat(entries.get(name).link()).isEqualTo(target);
    }

    /** Programs can be run by all, and nothing else is one; nothing can be written but by root. */
    @Test
    void modes() {
        entries.forEach((name, entry) -> {
            boolean program =
                    name.matches("usr/lib/jbgpd/(bin/.*|systemd/stop|aot/train|runtime/bin/.*|runtime/lib/jexec"
                            + "|runtime/lib/jspawnhelper|libexec/.*)");
            String kind = entry.mode().substring(0, 1);
            if (kind.equals("-") && program) {
                assertThat(entry.mode()).as(name).isEqualTo("-rwxr-xr-x");
            } else if (kind.equals("-")) {
                // Libraries of the runtime are executable where the JDK has them so.
                assertThat(entry.mode()).as(name).matches("-r[w-]([-x])r-\\1r-\\1");
            }
            assertThat(entry.owner()).as(name).isEqualTo("root/root");
        });
    }

    /** As every build of these sources has it. */
    @Test
    void timesAreThoseOfTheProject() throws IOException {
        String project = Files.readString(Path.of("../pom.xml"));
        Matcher time = Pattern.compile("<project.build.outputTimestamp>(\\S+)T(\\d\\d:\\d\\d):\\d\\dZ<")
                .matcher(project);
        assertThat(time.find()).isTrue();
        assertThat(entries.values().stream().map(Entry::time).distinct())
                .containsExactly(time.group(1) + " " + time.group(2));
    }

    /** Whatever the build put into the distribution; the AOT cache is made where it is used. */
    @Test
    void nothingOfTheDistributionIsMissing() throws IOException {
        Set<String> packed = entries.keySet().stream()
                .map(each -> each.substring(each.lastIndexOf('/') + 1).replaceFirst("\\.gz$", ""))
                .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.walk(TARGET.resolve("jbgpd"))) {
            files.filter(each -> !Files.isDirectory(each))
                    .map(each -> each.getFileName().toString())
                    .filter(each -> !packed.contains(each))
                    .forEach(missing::add);
        }
        missing.removeAll(List.of("jbgpd.aot", "jbgpd-check.aot"));
        assertThat(missing).isEmpty();
        assertThat(entries.keySet()).noneMatch(each -> each.endsWith(".aot"));
    }

    @Test
    void filesOfTheAdministratorAreKeptOverUpgrades() throws IOException, InterruptedException {
        assertThat(run("dpkg-deb", "--info", deb.toString(), "conffiles").lines())
                .containsExactlyInAnyOrderElementsOf(entries.keySet().stream()
                        .filter(each -> each.startsWith("etc/") && !each.endsWith("/"))
                        .map(each -> "/" + each)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"postinst", "prerm", "postrm"})
    void scriptsCanBeRead(String script, @TempDir Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve(script);
        Files.writeString(file, run("dpkg-deb", "--info", deb.toString(), script));
        run("sh", "-n", file.toString());
    }

    /** As dpkg --verify uses them. */
    @Test
    void everyFileHasItsSum() throws IOException, InterruptedException {
        assertThat(run("dpkg-deb", "--info", deb.toString(), "md5sums").lines().map(each -> each.substring(34)))
                .containsExactlyInAnyOrderElementsOf(entries.entrySet().stream()
                        .filter(each -> each.getValue().mode().startsWith("-"))
                        .map(Map.Entry::getKey)
                        .toList());
    }
}
